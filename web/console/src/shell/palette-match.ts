/** How the palette reads what is typed: a sign narrows, the words match word beginnings. */

export type Kind = 'ticket' | 'person' | 'command'

const signs: Record<string, Kind> = { '#': 'ticket', '@': 'person', '>': 'command' }

/** narrow takes a leading sign off: "@suvi" looks for people only. */
export function narrow(text: string): { only: Kind | null; words: string } {
  const only = signs[text.charAt(0)] ?? null
  return { only, words: (only ? text.slice(1) : text).trim() }
}

/** matches is true when every typed word begins a word of the text. */
export function matches(text: string, words: string): boolean {
  const have = text.toLowerCase().split(/[^\p{L}\p{N}]+/u)
  return terms(words).every((t) => have.some((h) => h.startsWith(t)))
}

/** marks splits a text into what matched and what did not. */
export function marks(text: string, words: string): { text: string; hit: boolean }[] {
  const ts = terms(words).sort((a, b) => b.length - a.length)
  const out: { text: string; hit: boolean }[] = []
  for (const part of text.split(/(?<=[^\p{L}\p{N}])(?=[\p{L}\p{N}])/u)) {
    const t = ts.find((x) => part.toLowerCase().startsWith(x))
    if (t) {
      out.push({ text: part.slice(0, t.length), hit: true })
      if (part.length > t.length) out.push({ text: part.slice(t.length), hit: false })
    } else out.push({ text: part, hit: false })
  }
  return out
}

const terms = (words: string) => words.toLowerCase().split(/\s+/).filter(Boolean)
