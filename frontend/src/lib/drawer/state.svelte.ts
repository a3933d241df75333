/** What the source drawer shows; it is part of the address: `open=commitment:<id>`. */
import { address } from '../address.svelte'

export type Subject =
  | 'commitment'
  | 'park'
  | 'district'
  | 'task'
  | 'review'
  | 'establishment'
  | 'figures'
  | 'hex'

/** Parts of the id of something computed, such as `district~310115~metaverse`. */
const BETWEEN = '~'

/** Id of the figures of an area: all establishments, those of an industry, or of `code=39`. */
export function figuresId(level: string, area: string, selection: string): string {
  return [level, area, selection].join(BETWEEN)
}

export function figuresOf(id: string): { level: string; area: string; selection: string } {
  const [level = '', area = '', selection = ''] = id.split(BETWEEN)
  return { level, area, selection }
}

let opener: HTMLElement | null = null

export const drawer = {
  get subject(): { kind: string; id: string } | null {
    const [kind, ...rest] = address.get('open').split(':')
    const id = rest.join(':')
    return kind && id ? { kind, id } : null
  },

  /** Open the source of a thing; the focus comes back to where it was. */
  open(kind: Subject, id: string): void {
    const active = document.activeElement
    if (!this.subject) opener = active instanceof HTMLElement ? active : null
    address.set({ open: `${kind}:${id}` }, { replace: this.subject !== null })
  },

  close(): void {
    address.set({ open: null }, { replace: true })
    opener?.focus()
    opener = null
  },

  isOpen(kind: Subject, id: string): boolean {
    const subject = this.subject
    return subject?.kind === kind && subject.id === id
  },
}
