/** The measures of establishments that the map shows, of hexagons, districts and parks. */
import { decimal, fixed, integer } from '../format'
import type { Key } from '../i18n/zh'
import { language, t } from '../language.svelte'
import type { Figures, RegisterMark } from '../resources'
import type { Scale } from './grid/ramp'

export type TodayId = 'count' | 'lq' | 'share' | 'employees' | 'value' | 'growth'

export interface TodayMeasure {
  id: TodayId
  title: Key
  scale: Scale
  unit: (register: RegisterMark | undefined) => string
  words: (value: number) => string
  value: (figures: Figures) => number | null
}

export function percent(value: number): string {
  const shown = value * 100
  return `${decimal(shown, Math.abs(shown) < 1 ? 2 : 1)}%`
}

/** A percentage where numbers stand in columns: 2.0% under 2.4%. */
export function percentInColumn(value: number): string {
  const shown = value * 100
  return `${fixed(shown, Math.abs(shown) < 1 ? 2 : 1)}%`
}

/** Large sums as people write them: 12.3亿, 1.23 bn. */
export function large(value: number): string {
  const zh = language.current === 'zh'
  const steps: [number, string][] = zh
    ? [
        [1e12, '万亿'],
        [1e8, '亿'],
        [1e4, '万'],
      ]
    : [
        [1e12, ' tn'],
        [1e9, ' bn'],
        [1e6, ' m'],
      ]
  for (const [step, word] of steps) {
    if (Math.abs(value) >= step) {
      const shown = value / step
      return `${decimal(shown, Math.abs(shown) < 10 ? 2 : Math.abs(shown) < 100 ? 1 : 0)}${word}`
    }
  }
  return decimal(value, Math.abs(value) < 10 ? 1 : 0)
}

/** The unit of a register's values as people write it behind a number. */
function currency(register: RegisterMark | undefined): string {
  const unit = register?.value_unit ?? ''
  return unit === 'CNY' && language.current === 'zh' ? t('unit.yuan') : unit
}

/** A number with its unit: 83家, 43.4亿元, 4.34 bn CNY. */
export function withUnit(words: string, unit: string): string {
  if (words.endsWith(unit)) return words
  return /^\p{Script=Han}/u.test(unit) ? `${words}${unit}` : `${words} ${unit}`
}

/** A value of a register with its unit. */
export function money(value: number, register: RegisterMark): string {
  return withUnit(large(value), currency(register))
}

const number = (value: number) => (value < 10 ? decimal(value, 1) : integer(value))

export const todayMeasures: TodayMeasure[] = [
  {
    id: 'count',
    title: 'measure.count',
    scale: 'count',
    unit: () => t('unit.establishments'),
    words: number,
    value: (figures) => figures.n,
  },
  {
    id: 'lq',
    title: 'measure.lq',
    scale: 'ratio',
    unit: () => t('unit.lq'),
    words: (value) => decimal(value, 2),
    value: (figures) => figures.lq,
  },
  {
    id: 'share',
    title: 'measure.share',
    scale: 'share',
    unit: () => t('unit.share'),
    words: percent,
    value: (figures) => figures.share,
  },
  {
    id: 'employees',
    title: 'measure.employees',
    scale: 'count',
    unit: () => t('unit.persons'),
    words: large,
    value: (figures) => (figures.employees_known > 0 ? figures.employees : null),
  },
  {
    id: 'value',
    title: 'measure.value',
    scale: 'count',
    unit: currency,
    words: large,
    value: (figures) => (figures.value_known > 0 ? figures.value : null),
  },
  {
    id: 'growth',
    title: 'measure.growth',
    scale: 'change',
    unit: () => t('unit.growth'),
    words: (value) => `${value > 0 ? '+' : ''}${percent(value)}`,
    value: (figures) => figures.growth,
  },
]
