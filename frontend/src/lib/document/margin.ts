/** Places the notes in the margin of a document at the height of what they are about. */

/** Space between two notes, in pixels. */
const GAP = 4

/**
 * Give each note (`li[data-of]`) the height of the piece of text that starts where its
 * statement does (`[data-from]`), or the next free place below the note above. The
 * article, to which the notes are positioned, grows to hold them all.
 */
export function arrangeNotes(article: HTMLElement): void {
  const pieces = new Map<string, DOMRect>()
  for (const piece of article.querySelectorAll<HTMLElement>('[data-from]')) {
    // Of a clause that runs over several lines, the first line counts.
    const line = piece.getClientRects()[0]
    if (line) pieces.set(piece.getAttribute('data-from') ?? '', line)
  }
  const origin = article.getBoundingClientRect().top
  const placed = [...article.querySelectorAll<HTMLElement>('li[data-of]')]
    .map((note) => ({ note, line: pieces.get(note.getAttribute('data-of') ?? '') }))
    .map(({ note, line }) => ({
      note,
      height: note.offsetHeight,
      // The note's first line stands in the middle of the line of text.
      wanted: line
        ? line.top -
          origin +
          (line.height - Number.parseFloat(getComputedStyle(note).lineHeight)) / 2
        : 0,
    }))
    .sort((a, b) => a.wanted - b.wanted)
  let free = 0
  for (const { note, height, wanted } of placed) {
    const top = Math.max(wanted, free)
    note.style.top = `${top}px`
    free = top + height + GAP
  }
  article.style.minHeight = `${free}px`
}
