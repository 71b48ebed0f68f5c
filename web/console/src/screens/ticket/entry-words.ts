import type { Entry } from '../../api/types'
import type { IconName } from '../../parts/Icon'
import { priorityWords } from '../../parts/Marks'
import { returnWord, waitingWord } from '../../words/desk'
import { span } from '../../words/time'
import { vendorIcons, vendorWordings } from '../vendor/vendor-words'
import { clockIcons, clockWordings } from './clock-words'
import { majorIcons, majorWordings } from './major/major-words'

/** How one system event reads: "Mara took it" rather than "assignee changed". */

const str = (v: unknown): string => (typeof v === 'string' ? v : '')
const num = (v: unknown): number => (typeof v === 'number' ? v : 0)
const list = (v: unknown): string[] =>
  Array.isArray(v) ? v.filter((x): x is string => typeof x === 'string') : []

const icons: Record<string, IconName> = {
  ...clockIcons,
  ...majorIcons,
  ...vendorIcons,
  'ticket.opened': 'mail',
  'message.replied': 'reply',
  'message.noted': 'lock',
  'ticket.triaged': 'list-filter',
  'ticket.assigned': 'user-plus',
  'ticket.waiting': 'pause',
  'ticket.resumed': 'rotate-ccw',
  'ticket.resolved': 'check',
  'ticket.reopened': 'rotate-ccw',
  'ticket.closed': 'circle-check',
  'ticket.edited': 'tag',
  'ticket.rated': 'thumbs-up',
  'ticket.handed_over': 'arrow-up-from-line',
  'handover.accepted': 'check',
  'handover.returned': 'corner-right-down',
  'handover.withdrawn': 'corner-up-left',
  'handover.expired': 'alarm-clock',
  'handover.asked_back': 'circle-help',
  'handover.answered_back': 'reply',
  'swarm.started': 'users-round',
  'swarm.joined': 'eye',
  'swarm.left': 'eye-off',
  'swarm.ended': 'users-round',
  'time.booked': 'clock-4',
  'ticket.merged': 'merge',
  'ticket.absorbed': 'merge',
  'ticket.unmerged': 'git-branch',
  'ticket.released': 'git-branch',
  'ticket.split': 'git-branch',
  'ticket.linked': 'link-2',
  'ticket.unlinked': 'link-2',
  'lesson.given': 'book-open',
  'lesson.learnt': 'graduation-cap',
  'customer.told': 'mail',
}

/** A reply of the customer is mail that came in; ours goes out. */
export function entryIcon(e: Entry): IconName {
  if (e.kind === 'message.replied' && e.facts.by_customer === true) return 'mail'
  return icons[e.kind] ?? 'circle-dot'
}

const linkRef = (f: Record<string, unknown>): string => {
  const link = (f.link ?? f.into ?? f.split_from) as Record<string, unknown> | undefined
  return str(f.ref) || (typeof link === 'object' && link !== null ? str(link.ref) : str(link))
}

const swarmEnds: Record<string, string> = {
  handed_over: 'The swarm became a handover',
  owned: 'The swarm is over: it has an owner',
  solved: 'The swarm is over: it is solved',
}

type Wording = (f: Record<string, unknown>, who: string, at: Date) => string

const wordings: Record<string, Wording> = {
  ...clockWordings,
  ...majorWordings,
  ...vendorWordings,
  'ticket.triaged': (f, who) =>
    `${who} sorted it: priority ${num(f.priority)}, ${priorityWords[num(f.priority)] ?? ''}`,
  'ticket.assigned': (f, who) => {
    const to = str(f.name)
    if (!to) return `${who} gave it back to the team`
    return to === who ? `${who} took it` : `${who} gave it to ${to}`
  },
  'ticket.waiting': (f, who) => {
    const on = `${who} waits for: ${waitingWord(str(f.on)).toLowerCase()}`
    const more = str(f.question) || str(f.because)
    return more ? `${on}. ${more}` : on
  },
  'ticket.resumed': (_, who) => `${who} went on`,
  'ticket.reopened': (f, who) =>
    str(f.because) ? `${who} reopened it: ${str(f.because)}` : `${who} reopened it`,
  'ticket.closed': (_, who) => `${who} closed it`,
  'ticket.edited': (f, who) => `${who} changed ${edited(f)}`,
  'ticket.rated': (f, who) => {
    const said = str(f.comment)
    return `${who} rated it ${num(f.score)} of 5${said ? `: “${said}”` : ''}`
  },
  'handover.accepted': (_, who) => `${who} took the handover`,
  'handover.withdrawn': (_, who) => `${who} took the offer back`,
  'handover.expired': (f) => `Nobody took it in time. ${str(f.next)}`,
  'handover.asked_back': (f, who) => `${who} asked back: ${str(f.question)}`,
  'handover.answered_back': (f, who) => `${who} answered: ${str(f.answer)}`,
  'swarm.started': (f, who) =>
    str(f.because)
      ? `Both teams look at it together, because ${str(f.because)}: ${str(f.ask)}`
      : `${who} asked others to look at it together: ${str(f.ask)}`,
  'swarm.joined': (f, who) => (f.asked === true ? `${who} asked one more in` : `${who} looks at it, too`),
  'swarm.left': (_, who) => `${who} left the swarm`,
  'swarm.ended': (f, who) => {
    const how = swarmEnds[str(f.outcome)] ?? `${who} ended the swarm`
    return str(f.note) ? `${how}: ${str(f.note)}` : how
  },
  'time.booked': (f, who) =>
    `${who} booked ${span(num(f.minutes) * 60)}${str(f.note) ? `: ${str(f.note)}` : ''}`,
  'handover.returned': (f, who) => `by ${who}: ${returnWord(str(f.reason))}`,
  'ticket.merged': (f, who) => `${who} merged it into ${linkRef(f)}`,
  'ticket.absorbed': (f, who) => `${who} merged ${linkRef(f)} into this`,
  'ticket.unmerged': (_, who) => `${who} undid the merge`,
  'ticket.released': (f, who) => `${who} took ${linkRef(f)} apart again`,
  'ticket.split': (f, who) => `${who} split off ${linkRef(f)}`,
  'ticket.linked': (f, who) => `${who} linked ${linkRef(f)}`,
  'ticket.unlinked': (f, who) => `${who} removed the link to ${linkRef(f)}`,
  'lesson.learnt': (_, who) => `${who} read the lesson`,
}

/** sentenceOfEntry words a system event in one line. */
export function sentenceOfEntry(e: Entry): string {
  const wording = wordings[e.kind]
  const who = e.by.name || 'The desk'
  return wording
    ? wording(e.facts, who, new Date(e.at))
    : `${who}: ${e.kind.replace('.', ' ').replaceAll('_', ' ')}`
}

function edited(f: Record<string, unknown>): string {
  const parts: string[] = []
  if (f.subject) parts.push(`the subject to “${str(f.subject)}”`)
  if (f.priority) parts.push(`the priority to ${num(f.priority)}`)
  if (f.tags) parts.push(`the tags to ${list(f.tags).join(', ') || 'none'}`)
  if (f.cc) parts.push('who is in copy')
  if (f.watchers) parts.push('who watches')
  if (f.contact) parts.push('the contact')
  if (f.fields) parts.push(Object.keys(f.fields as object).join(', '))
  return parts.join(', ') || 'the ticket'
}

/** bodyOf is the plain text of an entry, for when no rendered body came along. */
export const bodyOf = (e: Entry): string => str(e.facts.body) || str(e.facts.message) || str(e.facts.text)
export const factText = (e: Entry, name: string): string => str(e.facts[name])
