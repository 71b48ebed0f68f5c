/**
 * jumpTo brings an entry of the timeline into view and puts the keyboard on it,
 * once it is there and nothing covers it.
 */
export function jumpTo(seq: number, tries = 30) {
  const entry = document.getElementById(`entry-${seq}`)
  if (entry && !document.querySelector('dialog[open]')) {
    entry.scrollIntoView({ block: 'center' })
    entry.focus()
    return
  }
  if (tries > 0) requestAnimationFrame(() => jumpTo(seq, tries - 1))
}
