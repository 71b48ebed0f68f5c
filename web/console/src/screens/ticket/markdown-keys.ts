/** What the composer's small toolbar does to a Markdown text. Pure: text and selection in, text and selection out. */

export interface Edit {
  text: string
  start: number
  end: number
}

/** bold wraps the selection, or takes the stars away when they are there. */
export function bold({ text, start, end }: Edit): Edit {
  const before = text.slice(0, start)
  const chosen = text.slice(start, end)
  const after = text.slice(end)
  if (before.endsWith('**') && after.startsWith('**'))
    return { text: before.slice(0, -2) + chosen + after.slice(2), start: start - 2, end: end - 2 }
  return { text: `${before}**${chosen}**${after}`, start: start + 2, end: end + 2 }
}

/** bullets makes each line of the selection a list entry, or takes the dashes away when all have one. */
export function bullets({ text, start, end }: Edit): Edit {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const stop = text.indexOf('\n', end)
  const to = stop < 0 ? text.length : stop
  const lines = text.slice(from, to).split('\n')
  const all = lines.every((l) => l.startsWith('- '))
  const changed = lines.map((l) => (all ? l.slice(2) : `- ${l}`)).join('\n')
  const next = text.slice(0, from) + changed + text.slice(to)
  return {
    text: next,
    start: Math.max(from, start + (all ? -2 : 2)),
    end: end + (changed.length - (to - from)),
  }
}

/** insert puts words where the caret is, with a space around them where one is missing. */
export function insert({ text, start, end }: Edit, words: string): Edit {
  const before = text.slice(0, start)
  const after = text.slice(end)
  const lead = before === '' || /\s$/.test(before) ? '' : ' '
  const trail = after === '' || /^\s/.test(after) ? (after === '' ? ' ' : '') : ' '
  const put = lead + words + trail
  return { text: before + put + after, start: start + put.length, end: start + put.length }
}

const foreign = /\b(escalat\w*|tier ?\d?|L[0-4]|resolver group|SLA|OLA|reassigned)\b/i

/** plainWords looks for our own words in a text for a customer. */
export function plainWords(text: string): { ok: boolean; because: string } {
  const found = foreign.exec(text)
  if (found) return { ok: false, because: `“${found[0]}” is our word, not theirs` }
  const long = text.split(/[.!?\n]+/).find((s) => s.trim().split(/\s+/).length > 20)
  if (long) return { ok: false, because: 'one sentence is over twenty words' }
  return { ok: true, because: 'good' }
}
