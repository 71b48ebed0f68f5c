import { kindWord } from './reading'
import type { ClockBrief, ClockWire, StoppedClock } from './wire'

/** A clock that has not stopped. */
export type LiveClock = ClockWire & ClockBrief

/** What a clock is called where there is room for it. */
export function clockName(c: ClockWire): string {
  const team = c.team?.name ?? 'The team'
  switch (c.kind) {
    case 'work':
      return `${team}, to fix`
    case 'acknowledge':
      return `${team}, to accept`
    default:
      return kindWord(c.kind)
  }
}

/** The same as a sentence, beside its length. */
export function clockSentence(c: ClockWire): string {
  const team = c.team?.name ?? 'The team'
  switch (c.kind) {
    case 'work':
      return `${team} fixes`
    case 'acknowledge':
      return `${team} accepts`
    default:
      return kindWord(c.kind)
  }
}

/** soonest puts what runs before what pauses, and of those that run the one that is due first. */
export function soonest(list: ClockWire[]): LiveClock[] {
  const at = (c: ClockWire) => (c.due_at ? Date.parse(c.due_at) : Number.POSITIVE_INFINITY)
  return list.filter((c): c is LiveClock => !c.stopped_at).sort((a, b) => at(a) - at(b) || a.run - b.run)
}

/** twoOf picks the two that somebody sees first: one between us, one to the customer. */
export function twoOf(list: ClockWire[]): { inside?: LiveClock; outside?: LiveClock } {
  const live = soonest(list)
  return {
    inside: live.find((c) => c.promise !== 'SLA'),
    outside: live.find((c) => c.promise === 'SLA'),
  }
}

const stopped = new Set(['met', 'missed', 'ended'])

/** isLive tells a clock that runs, or pauses, from one that has stopped. */
export const isLive = (c: ClockBrief | StoppedClock | undefined): c is ClockBrief =>
  c !== undefined && !stopped.has(c.state)
