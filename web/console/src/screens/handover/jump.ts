/** jumpTo brings an entry of the timeline into view and puts the keyboard on it, once it is there. */
export function jumpTo(seq: number, tries = 20) {
  const entry = document.getElementById(`entry-${seq}`)
  if (entry) {
    entry.scrollIntoView({ block: 'center' })
    entry.focus()
    return
  }
  if (tries > 0) requestAnimationFrame(() => jumpTo(seq, tries - 1))
}
