/** Places the promises of a lane on rows, so that no label touches another. */
import { yearEnd } from '../format'
import type { Commitment, Observation } from '../resources'

export interface Scale {
  first: number
  last: number
  width: number
}

export interface Placed {
  commitment: Commitment
  row: number
  /** x of the ring, and of the place where the promise was made, if that is known. */
  ring: number
  made: number | null
  facts: { x: number; observation: Observation }[]
  /** Facts from before the axis begins. */
  earlier: number
  /** Where the label starts, and how much room it has. */
  label: number
  room: number
}

const MARK = 22
const CONFLICT = 12
const SQUARE = 18
const GAP = 16

export function position(scale: Scale, at: number): number {
  const share = (at - scale.first) / (scale.last + 1 - scale.first)
  return Math.min(1, Math.max(0, share)) * scale.width
}

/** First year of an axis that begins where the first promise was made. */
export function firstYear(commitments: readonly Commitment[], atLeast: number): number {
  let first = Number.POSITIVE_INFINITY
  for (const { deadline, elected } of commitments) {
    const due = deadline ? yearEnd(deadline) : null
    const made = elected.source.issued ? yearEnd(elected.source.issued) : null
    if (due === null) continue
    first = Math.min(first, Math.ceil(due) - 2, made === null || made > due ? due : made)
  }
  return Number.isFinite(first) ? Math.max(atLeast, Math.floor(first)) : atLeast
}

/**
 * Rows by interval packing: each promise takes the first row where its line and its label
 * are free. `stacked` gives each its own row, with the label above the line.
 */
export function place(
  commitments: readonly Commitment[],
  scale: Scale,
  measure: (commitment: Commitment) => number,
  stacked: boolean,
): Placed[] {
  const ends: number[] = []
  const placed: Placed[] = []
  for (const commitment of commitments) {
    const due = commitment.deadline ? yearEnd(commitment.deadline) : null
    if (due === null) continue
    const ring = position(scale, due)
    const issued = commitment.elected.source.issued
    const since = issued ? yearEnd(issued) : null
    const made = since !== null && since < due ? position(scale, since) : null
    const all = commitment.progress.observations.flatMap((observation) => {
      const at = observation.period ? yearEnd(observation.period) : null
      return at === null ? [] : [{ at, observation }]
    })
    const facts = all
      .filter((fact) => fact.at >= scale.first)
      .map(({ at, observation }) => ({ x: position(scale, at), observation }))
    const earlier = all.length - facts.length

    const left =
      earlier > 0 ? 0 : Math.min(ring, made ?? ring, ...facts.map((fact) => fact.x)) - MARK / 2
    let right = Math.max(ring, ...facts.map((fact) => fact.x)) + MARK / 2 + 4
    if (commitment.agreement === 'conflict') right = Math.max(right, ring + MARK + CONFLICT)

    // The label stands right of the ring, or left of the line where there is more room.
    const wanted = stacked ? scale.width : measure(commitment) + SQUARE
    const turned = !stacked && scale.width - right < wanted && left > scale.width - right
    const room = stacked ? wanted : Math.min(wanted, turned ? left : scale.width - right)
    const label = stacked ? 0 : turned ? left - room : right

    let row = placed.length
    if (!stacked) {
      const from = Math.min(left, label)
      row = ends.findIndex((end) => end + GAP <= from)
      if (row === -1) row = ends.length
      ends[row] = Math.max(right, label + room)
    }
    placed.push({ commitment, row, ring, made, facts, earlier, label, room })
  }
  return placed
}

/** A text cut to a width, with an ellipsis where something is left out. */
export function fit(text: string, width: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= width) return text
  const letters = [...text]
  let low = 0
  let high = letters.length
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (widthOf(`${letters.slice(0, middle).join('')}…`) <= width) low = middle
    else high = middle - 1
  }
  return low > 0 ? `${letters.slice(0, low).join('')}…` : ''
}
