/** Numbers and dates as people write them in each language; quantities come ready from the API. */
import { language, t } from './language.svelte'

export function integer(value: number): string {
  return new Intl.NumberFormat(language.tag).format(Math.round(value))
}

export function decimal(value: number, digits: number): string {
  return new Intl.NumberFormat(language.tag, { maximumFractionDigits: digits }).format(value)
}

/** With all its digits, where numbers stand in columns. */
export function fixed(value: number, digits: number): string {
  return new Intl.NumberFormat(language.tag, {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(value)
}

/** 568.2万人; 5.68 m. */
export function people(value: number): string {
  if (language.current === 'zh') return `${decimal(value / 1e4, 1)}万人`
  return value >= 1e6 ? `${decimal(value / 1e6, 2)} m` : `${decimal(value / 1e3, 0)} k`
}

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** An ISO year, month, day or range of them, in words. */
export function period(iso: string): string {
  const [from = '', to] = iso.split('/', 2)
  if (!to) return instant(from)
  // 2021—2023年: the sign of the year is said once.
  const plain = language.current === 'zh' && /^\d{4}$/.test(from)
  return `${plain ? from : instant(from)}–${instant(to)}`
}

function instant(iso: string): string {
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(iso)
  if (!match) return iso
  const [, year = '', month, day] = match
  if (language.current === 'zh') {
    return `${year}年${month ? `${Number(month)}月` : ''}${day ? `${Number(day)}日` : ''}`
  }
  return [day ? String(Number(day)) : '', month ? MONTHS[Number(month) - 1] : '', year]
    .filter(Boolean)
    .join(' ')
}

/** End of a period as a fraction of years: `2025` is 2026.0, `2025-06` is 2025.5. */
export function yearEnd(iso: string): number | null {
  const last = iso.split('/').at(-1) ?? ''
  const match = /^(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?$/.exec(last)
  if (!match) return null
  const [, year, month, day] = match
  if (!month) return Number(year) + 1
  if (!day) return Number(year) + Number(month) / 12
  return Number(year) + (Number(month) - 1) / 12 + Number(day) / 372
}

/** How a deadline reads: 2025年底 stands for the end of a whole year. */
export function deadline(iso: string | null): string {
  if (!iso) return t('deadline.none')
  return /^\d{4}$/.test(iso) ? t('deadline.year', { year: iso }) : period(iso)
}
