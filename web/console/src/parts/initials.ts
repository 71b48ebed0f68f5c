/** initials takes the first letters of the first and the last word of a name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const first = words[0]
  if (!first) return '?'
  const last = words.length > 1 ? words[words.length - 1] : undefined
  return (letter(first) + (last ? letter(last) : '')).toUpperCase()
}

const letter = (word: string) => [...word][0] ?? ''

/** hue gives a name one of six tints, the same on every screen and day. */
export function hue(name: string): number {
  let h = 0x811c9dc5
  for (const c of name) h = Math.imul(h ^ (c.codePointAt(0) ?? 0), 0x01000193)
  // The low bits of this hash repeat; folding the high ones in spreads names evenly.
  return (((h ^ (h >>> 15)) >>> 0) % 6) + 1
}
