/** The measures that a map can show, and their classes. */
import { decimal, integer, people } from '../format'
import type { Key } from '../i18n/zh'
import type { District } from '../resources'

export interface Measure {
  id: 'population' | 'density' | 'parks'
  title: Key
  unit: Key
  value: (district: District) => number | null
  words: (value: number) => string
  /** Counts: a class ends one below the next. */
  whole?: boolean
}

export const measures: Measure[] = [
  {
    id: 'density',
    title: 'measure.density',
    unit: 'unit.per_km2',
    value: (district) => district.density,
    words: integer,
  },
  {
    id: 'population',
    title: 'measure.population',
    unit: 'unit.persons',
    value: (district) => district.population,
    words: people,
  },
  {
    id: 'parks',
    title: 'measure.parks',
    unit: 'unit.parks',
    value: (district) => district.park_count,
    whole: true,
    words: (value) => decimal(value, 0),
  },
]

/** A class of values, from `low` up to `high`; the highest includes its end. */
export interface Class {
  low: number
  high: number
}

/**
 * Up to five classes with as near as possible the same number of districts in each,
 * cut at round values (two significant digits).
 */
export function classes(values: readonly number[], count = 5): Class[] {
  const sorted = [...values].sort((a, b) => a - b)
  const lowest = sorted[0]
  const highest = sorted.at(-1)
  if (lowest === undefined || highest === undefined) return []
  const cuts = [lowest]
  for (let i = 1; i < count; i += 1) {
    const cut = round(sorted[Math.floor((i * sorted.length) / count)] ?? highest)
    if (cut > (cuts.at(-1) ?? 0) && cut <= highest) cuts.push(cut)
  }
  return cuts.map((low, index) => ({ low, high: cuts[index + 1] ?? highest }))
}

function round(value: number): number {
  if (value < 10) return Math.round(value)
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1)
  return Math.round(value / unit) * unit
}

export function classOf(value: number | null, all: readonly Class[]): number {
  if (value === null) return -1
  for (let index = all.length - 1; index >= 0; index -= 1) {
    if (value >= (all[index]?.low ?? Number.POSITIVE_INFINITY)) return index
  }
  return -1
}
