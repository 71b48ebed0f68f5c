import type { IconName } from '../../../parts/Icon'
import { plural } from '../../../words/desk'
import { due } from '../../../words/time'

/** How major incidents, planned work, thanks and escalations read on the timeline. */

type Facts = Record<string, unknown>

const str = (v: unknown): string => (typeof v === 'string' ? v : '')
const list = (v: unknown): string[] =>
  Array.isArray(v) ? v.filter((x): x is string => typeof x === 'string') : []

/** A time as it was read then, beside the time of its entry. */
const at = (v: unknown, entry: Date): string => (str(v) ? due(str(v), entry) : '')

const escalations: Record<string, string> = {
  warned: 'a clock has used most of its time',
  breached: 'a clock is over its time',
  unanswered: 'nobody answered the handover',
}

type Wording = (f: Facts, who: string, entry: Date) => string

export const majorWordings: Record<string, Wording> = {
  'incident.declared': (f, who) => `${who} declared a major incident: ${str(f.title)}`,
  'incident.told': (f, who) =>
    `${who} told everybody affected, on ${plural(list(f.tickets).length, 'ticket')}: ${str(f.message)}`,
  'incident.stood_down': (f, who) =>
    `${who} stood the major incident down${str(f.because) ? `: ${str(f.because)}` : ''}`,
  'incident.reviewed': (f, who) => `${who} reviewed the major incident. Cause: ${str(f.cause)}`,
  'project.planned': (f, who, t) => `${who} planned it for ${at(f.on, t)}: ${str(f.what)}`,
  'kudos.given': (f, who) => `${who} thanked ${str(f.name)}: “${str(f.text)}”`,
  'ticket.escalated': (f, _, t) => {
    const told = str(f.later) ? `will be told ${at(f.later, t)}` : 'told'
    return `${list(f.names).join(', ')} ${told}, as the plan says: ${escalations[str(f.upon)] ?? 'a clock runs out'}`
  },
}

export const majorIcons: Record<string, IconName> = {
  'incident.declared': 'triangle-alert',
  'incident.told': 'send',
  'incident.stood_down': 'circle-check',
  'incident.reviewed': 'list-checks',
  'project.planned': 'square-kanban',
  'kudos.given': 'thumbs-up',
}
