/** The fields of a reading that a person may set right, as text. */
import type { Assertion } from '../resources'

export const MAIN = [
  'kind',
  'cmp',
  'value',
  'value_high',
  'unit',
  'period',
  'indicator',
  'industry',
] as const
export const MORE = [
  'firmness',
  'region',
  'scope',
  'change',
  'counted',
  'tier',
  'base_year',
  'op',
  'driven_by',
] as const
export type Field = (typeof MAIN)[number] | (typeof MORE)[number]

const COMPARATORS = ['=', '>', '>=', '~', '<=', '<', 'range']

/** The closed lists; a field without one is free text. */
export const CHOICES: Partial<Record<Field, readonly string[]>> = {
  kind: ['target', 'actual', 'baseline', 'measure'],
  cmp: COMPARATORS,
  op: [...COMPARATORS, 'rank', 'growth_rate_per_year', 'increase_by', 'decrease_by', 'share'],
  firmness: ['', 'commits', 'strives', 'expects', 'hopes'],
  change: ['stock', 'increment'],
}

/** Groups of the dictionary in which the words of a closed list stand. */
export const WORDS: Partial<Record<Field, string>> = {
  kind: 'statement',
  cmp: 'cmp',
  op: 'cmp',
  firmness: 'firmness',
  change: 'change',
}

/** What stands in each field before anything is set right. */
export function textsOf(reading: Assertion): Record<Field, string> {
  const about = reading.subject
  return {
    kind: reading.kind,
    cmp: reading.cmp,
    value: text(reading.value),
    value_high: text(reading.value_high),
    unit: reading.unit,
    period: reading.period ?? '',
    indicator: about.indicator,
    industry: about.industry,
    firmness: reading.firmness ?? '',
    region: about.region,
    scope: about.scope,
    change: about.change,
    counted: reading.counted ?? '',
    tier: text(reading.tier),
    base_year: reading.base_year ?? '',
    op: reading.op,
    driven_by: about.driven_by,
  }
}

function text(value: number | null): string {
  return value === null ? '' : String(value)
}
