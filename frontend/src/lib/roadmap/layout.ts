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
  /** Where the label starts, and how much room it has. */
  label: number
  room: number
  side: 'right' | 'left'
}

const MARK = 22
const SQUARE = 18
const GAP = 16

export function position(scale: Scale, at: number): number {
  const share = (at - scale.first) / (scale.last + 1 - scale.first)
  return Math.min(1, Math.max(0, share)) * scale.width
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
    const facts = commitment.progress.observations.flatMap((observation) => {
      const at = observation.period ? yearEnd(observation.period) : null
      return at !== null && at >= scale.first ? [{ x: position(scale, at), observation }] : []
    })
    const left = Math.min(ring, made ?? ring, ...facts.map((fact) => fact.x)) - MARK / 2
    const right = Math.max(ring, ...facts.map((fact) => fact.x)) + MARK / 2 + 2
    const wanted = measure(commitment) + SQUARE

    let side: Placed['side'] = 'right'
    let label = right
    let room = scale.width - right
    if (!stacked && room < wanted && left > room) {
      side = 'left'
      room = Math.min(wanted, left)
      label = left - room
    } else {
      room = Math.min(wanted, room)
    }
    if (stacked) {
      placed.push({
        commitment,
        row: placed.length,
        ring,
        made,
        facts,
        label: 0,
        room: scale.width,
        side: 'right',
      })
      continue
    }
    const from = side === 'left' ? label : left
    const to = side === 'left' ? right : label + room
    let row = ends.findIndex((end) => end + GAP <= from)
    if (row === -1) row = ends.length
    ends[row] = to
    placed.push({ commitment, row, ring, made, facts, label, room, side })
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
