/** What a document names, as marks in its text and as a list beside it. */
import type { Mention, Name } from '../resources'

/** In the order of the legend. */
export const KINDS = ['responsible', 'instrument', 'technology_task', 'zone', 'firm'] as const

/** A span of the text that is marked as the name of something. */
export interface NamedMark {
  start: number
  end: number
  kind: string
}

/** Of a list of bodies each body is marked; of everything else the whole. */
export function marksOf(mentions: readonly Mention[]): NamedMark[] {
  return mentions.flatMap((one) =>
    one.kind === 'responsible'
      ? one.parts
          .filter((part) => part.kind === 'body')
          .map((part) => ({ start: part.start, end: part.end, kind: one.kind }))
      : [{ start: one.start, end: one.end, kind: one.kind }],
  )
}

/** One thing named, at the first place where it is. */
export interface NamedThing {
  name: Name
  role: string
  start: number
  end: number
  times: number
}

/** The things of one kind, each once, in the order of the text. */
export function thingsOf(mentions: readonly Mention[], kind: string): NamedThing[] {
  const found = new Map<string, NamedThing>()
  const take = (name: Name, role: string, start: number, end: number) => {
    const held = found.get(name.zh)
    if (held) held.times += 1
    else found.set(name.zh, { name, role, start, end, times: 1 })
  }
  for (const one of mentions) {
    if (one.kind !== kind) continue
    if (kind !== 'responsible') take(one.name, one.role ?? '', one.start, one.end)
    else
      for (const part of one.parts)
        if (part.kind === 'body') take(part.name, part.role ?? '', part.start, part.end)
  }
  return [...found.values()]
}
