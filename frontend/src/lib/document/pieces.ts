/** Cuts a block of text where statements begin and end, so that each piece has one look. */
import type { Block, Span } from '../resources'
import type { NamedMark } from './named'

export interface Piece {
  text: string
  start: number
  /** The narrowest statement that covers the piece. */
  span: Span | null
  /** Inside the clause that the address asks to highlight. */
  lit: boolean
  /** Kind of what is named here, empty where nothing is. */
  named: string
  /** The name ends with this piece. */
  nameEnds: boolean
}

export interface Range {
  start: number
  end: number
}

export function pieces(
  block: Block,
  spans: readonly Span[],
  lit: Range | null,
  marks: readonly NamedMark[] = [],
): Piece[] {
  const inside = spans.filter((one) => one.start < block.end && one.end > block.start)
  const named = marks.filter((one) => one.start < block.end && one.end > block.start)
  const cuts = new Set([block.start, block.end])
  for (const one of [...inside, ...named, ...(lit ? [lit] : [])]) {
    if (one.start > block.start && one.start < block.end) cuts.add(one.start)
    if (one.end > block.start && one.end < block.end) cuts.add(one.end)
  }
  const points = [...cuts].sort((a, b) => a - b)
  return points.slice(0, -1).map((start, index) => {
    const end = points[index + 1] ?? block.end
    const covering = inside
      .filter((one) => one.start <= start && one.end >= end)
      .sort((a, b) => a.end - a.start - (b.end - b.start))
    const name = named
      .filter((one) => one.start <= start && one.end >= end)
      .sort((a, b) => a.end - a.start - (b.end - b.start))[0]
    return {
      text: block.text.slice(start - block.start, end - block.start),
      start,
      span: covering[0] ?? null,
      lit: lit !== null && lit.start <= start && lit.end >= end,
      named: name?.kind ?? '',
      nameEnds: name !== undefined && (name.end === end || end === block.end),
    }
  })
}

/** Consecutive cells of one table, by row; other blocks alone. */
export type Part =
  | { kind: 'block'; key: number; block: Block }
  | { kind: 'table'; key: number; table: number; rows: Block[][]; blocks: Block[] }

export function parts(blocks: readonly Block[]): Part[] {
  const found: Part[] = []
  for (const block of blocks) {
    if (block.kind !== 'cell' || typeof block.table !== 'number') {
      found.push({ kind: 'block', key: block.start, block })
      continue
    }
    let last = found.at(-1)
    if (last?.kind !== 'table' || last.table !== block.table) {
      last = { kind: 'table', key: block.start, table: block.table, rows: [], blocks: [] }
      found.push(last)
    }
    const row = block.row ?? 0
    last.rows[row] = [...(last.rows[row] ?? []), block]
    last.blocks.push(block)
  }
  return found
}
