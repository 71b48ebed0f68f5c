import { kindWord } from '../../clock/reading'
import type { ClockKind } from '../../clock/wire'
import type { IconName } from '../../parts/Icon'
import { due } from '../../words/time'

/** How clocks, routing and dealing read on the timeline. */

type Facts = Record<string, unknown>

const str = (v: unknown): string => (typeof v === 'string' ? v : '')
const clock = (f: Facts): string => kindWord(str(f.clock) as ClockKind) ?? 'A clock'
const because = (f: Facts): string => (str(f.because) ? `: ${str(f.because)}` : '')

/** A time as it was read then, beside the time of its entry. */
const at = (v: unknown, entry: Date): string => (str(v) ? due(str(v), entry) : '')

const passedWords: Record<string, string> = {
  declined: 'did not take it',
  timed_out: 'did not answer in time',
  gone: 'is not there any more',
}

const uponWords: Record<string, string> = {
  warned: 'a clock runs out',
  breached: 'a promise is over',
  unanswered: 'nobody answered the handover',
}

type Wording = (f: Facts, who: string, entry: Date) => string

export const clockWordings: Record<string, Wording> = {
  'clock.warned': (f, _, t) => `${clock(f)} runs out at ${at(f.due, t)}`,
  'clock.breached': (f, _, t) => `${clock(f)} is over since ${at(f.due, t)}`,
  'clock.moved': (f, _, t) => {
    const [from, to] = [at(f.from, t), at(f.to, t)]
    const moved = from && to ? `moved from ${from} to ${to}` : to ? `is due at ${to}` : 'has no deadline now'
    return `${clock(f)} ${moved}${because(f)}`
  },
  'ticket.placed': (f, who) => `${who} placed it${because(f)}`,
  'ticket.asked': (f, who, t) =>
    `${who} asked ${str(f.name)} to take it by ${at(f.until, t)}${f.down === true ? ', to help the rung below' : ''}${because(f)}`,
  'ticket.passed': (f) =>
    `${str(f.name)} ${passedWords[str(f.because)] ?? 'passed it on'}${str(f.note) ? `: ${str(f.note)}` : ''}`,
  'ticket.sent_back': (f) => `${str(f.name)} gave it back to the rung below${because(f)}`,
  'ticket.escalated': (f, who) => {
    const names = Array.isArray(f.names) ? f.names.filter((n) => typeof n === 'string').join(', ') : ''
    return `${who} told ${names}: ${uponWords[str(f.upon)] ?? str(f.upon)}`
  },
}

export const clockIcons: Record<string, IconName> = {
  'clock.warned': 'hourglass',
  'clock.breached': 'alarm-clock',
  'clock.moved': 'clock-4',
  'ticket.placed': 'ladder',
  'ticket.asked': 'inbox',
  'ticket.passed': 'corner-down-right',
  'ticket.sent_back': 'corner-left-down',
  'ticket.escalated': 'bell',
}
