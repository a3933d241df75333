/** What the map shows, in words: values with their units, classes, districts, hexagons. */
import { integer } from '../format'
import { language, pick, t, term } from '../language.svelte'
import type { District, Planned, RegisterMark } from '../resources'
import type { Hit } from './grid/overlay.svelte'
import { classes, type Measure } from './measures'
import { type TodayMeasure, withUnit } from './today'

/** The measure that is shown: of the districts themselves, or of the register's establishments. */
export interface Shown {
  base: Measure | undefined
  today: TodayMeasure | undefined
  register: RegisterMark | undefined
  synthetic: boolean
  /** Whether what is counted comes in whole numbers: a class ends one below the next. */
  whole: boolean
}

/** A class of the legend. */
export interface LegendClass {
  level: number
  words: string
  colour: string
  /** How many places of this class are in view. */
  count: number
}

/** So many planned things are named where the pointer is. */
const NAMED = 6

export function valueWords({ base, today, register }: Shown, value: number | null): string {
  if (value === null) return t('missing.value')
  if (base) return withUnit(base.words(value), t(base.unit))
  if (!today) return ''
  const [words, unit] = [today.words(value), today.unit(register)]
  // Of shares and quotients it says what they are of, which is no unit.
  return today.scale === 'count' ? withUnit(words, unit) : `${words} ${unit}`
}

/** A value with its unit, unless the title before it says the same. */
function valueAfterTitle(shown: Shown, value: number | null): string {
  if (shown.today?.id === 'count' && value !== null && language.current === 'en') {
    return shown.today.words(value)
  }
  return valueWords(shown, value)
}

/** A class of the legend; `values` are those of all districts, `lows` the classes' lower ends. */
export function bandWords(
  { base, today, whole }: Shown,
  level: number,
  lows: readonly number[],
  values: readonly number[],
): string {
  const low = lows[level]
  if (low === undefined) return t('missing.value')
  if (base) {
    const one = classes(values)[level]
    if (!one) return t('missing.value')
    const high = base.whole && level < lows.length - 1 ? one.high - 1 : one.high
    if (one.low === high) return base.words(high)
    return t('map.band', { low: base.words(one.low), high: base.words(high) })
  }
  if (!today) return ''
  const next = lows[level + 1]
  if (level === 0 && next !== undefined && (today.scale !== 'count' || !Number.isFinite(low))) {
    return t('map.under', { high: today.words(next) })
  }
  if (next === undefined) return t('map.from', { low: today.words(low) })
  const high = whole ? next - 1 : next
  if (low === high) return today.words(low)
  return t('map.band', { low: today.words(low), high: today.words(high) })
}

/** A district under the pointer, today. */
export function districtWords(shown: Shown, one: District, value: number | null): string {
  const title = t(shown.base?.title ?? shown.today?.title ?? 'measure.count')
  return `${pick(one.name)}\n${title}${t('list.colon')}${valueAfterTitle(shown, value)}${madeUp(shown)}`
}

/** A district under the pointer, with what is planned there. */
export function plannedWords(one: District, planned: readonly Planned[]): string {
  const named = planned.map((item) => `${term('planned', item.kind)} ${pick(item.name)}`)
  return [pick(one.name), named.slice(0, NAMED).join('\n') || t('map.nothing_planned')].join('\n')
}

/** A hexagon under the pointer. */
export function hexWords(shown: Shown, hit: Hit): string {
  if (!shown.today) return ''
  const lines = [
    `${t(shown.today.title)}${t('list.colon')}${valueAfterTitle(shown, hit.value)}`,
    t('map.hex_count', { n: integer(hit.count), all: integer(hit.establishments) }),
  ]
  if (hit.few) lines.push(t('warning.few'))
  else if (hit.unsure) lines.push(t('warning.interval'))
  return lines.join('\n') + madeUp(shown)
}

function madeUp({ base, synthetic }: Shown): string {
  return synthetic && !base ? `\n${t('register.synthetic')}` : ''
}
