/** Where a clause stands: its document, opened at its words. */
import { address } from './address.svelte'
import type { Clause } from './resources'

/** Link to a clause in its document, with one of its statements chosen. */
export function clauseLink(clause: Clause, statement?: string | null): string {
  return address.link(`documents/${encodeURIComponent(clause.document_id)}`, {
    at: `${clause.start}-${clause.end}`,
    statement,
  })
}
