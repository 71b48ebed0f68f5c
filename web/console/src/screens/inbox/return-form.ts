import type { ReturnForm } from '../../api/mutations'
import type { ChecklistItem } from '../../api/types'

/** Why an offer goes back, in the order in which it is offered, and what each asks for. */
export const returnChoices: { reason: string; text: string; hint: string }[] = [
  { reason: 'missing_information', text: 'Something is missing', hint: 'Names the open points to them' },
  { reason: 'lower_can', text: 'The rung below can do this', hint: 'Say how, or attach the steps' },
  { reason: 'wrong_team', text: 'Belongs to another team', hint: 'Pick the team, nobody loses the thread' },
  { reason: 'answer_known', text: 'The answer is known', hint: 'Name the article or the known error' },
  { reason: 'duplicate', text: 'It doubles another ticket', hint: 'Name its number' },
]

export interface Returning {
  reason: string
  missing: string[]
  team: string
  article: string
  duplicate: string
  note: string
}

export const blank: Returning = {
  reason: 'missing_information',
  missing: [],
  team: '',
  article: '',
  duplicate: '',
  note: '',
}

/** readReturning reads a kept draft; anything else starts blank. */
export function readReturning(text: string): Returning {
  try {
    const kept: unknown = JSON.parse(text)
    if (typeof kept !== 'object' || kept === null) return blank
    const r = { ...blank, ...(kept as Partial<Returning>) }
    return Array.isArray(r.missing) ? r : { ...r, missing: [] }
  } catch {
    // Nothing was kept yet.
    return blank
  }
}

export type ReturnLack = 'missing' | 'article' | 'duplicate' | 'note'

export const returnLackWords: Record<ReturnLack, string> = {
  missing: 'Name what is missing, so that it can be added in one go.',
  article: 'Name the article or the known error.',
  duplicate: 'Name the ticket that it doubles.',
  note: 'A return needs a note: it helps them to do better.',
}

/** lackOfReturn is the first thing without which it cannot go back. */
export function lackOfReturn(r: Returning): ReturnLack | null {
  if (r.reason === 'missing_information' && r.missing.length === 0) return 'missing'
  if (r.reason === 'answer_known' && r.article.trim() === '') return 'article'
  if (r.reason === 'duplicate' && r.duplicate.trim() === '') return 'duplicate'
  return r.note.trim() === '' ? 'note' : null
}

/** wireOfReturn sends only what its reason asks for. */
export function wireOfReturn(r: Returning): ReturnForm {
  const note = r.note.trim()
  switch (r.reason) {
    case 'missing_information':
      return { reason: r.reason, missing: r.missing, note }
    case 'wrong_team':
      return { reason: r.reason, team: r.team || undefined, note }
    case 'answer_known':
      return { reason: r.reason, article: r.article.trim(), note }
    case 'duplicate':
      return { reason: r.reason, duplicate_of: r.duplicate.trim(), note }
    default:
      return { reason: r.reason, note }
  }
}

/** openFirst puts the points that are not done before those that are. */
export const openFirst = (list: ChecklistItem[]): ChecklistItem[] => [
  ...list.filter((c) => !c.done),
  ...list.filter((c) => c.done),
]
