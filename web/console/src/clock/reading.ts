import { waitingWord } from '../words/desk'
import { due, span } from '../words/time'
import type { ClockBrief, ClockKind } from './wire'

/** What a clock says at a moment, and when it says something else. Pure, tested by a table. */
export interface Reading {
  state: ClockBrief['state']
  /** As it stands in a row: `1 h 16 m`, `4:12`, `6 m over`, `Thu 17:00`, `Vendor`. */
  value: string
  /** For those who do not see the colour. */
  before: string
}

const minute = 60_000
const hour = 60 * minute
/** From here on a clock counts seconds. */
const close = 5 * minute
/** Further off than this, and not today, a day says more than a span. */
const far = 12 * hour

const befores: Record<Reading['state'], string> = {
  ok: '',
  soon: 'due soon, ',
  late: 'overdue, ',
  paused: 'paused, ',
}

/** stateAt turns by itself: what the desk said of the state was true when it said so. */
export function stateAt(c: ClockBrief, now: number): Reading['state'] {
  if (!c.due_at) return 'paused'
  if (now >= Date.parse(c.due_at)) return 'late'
  if (c.soon_at && now >= Date.parse(c.soon_at)) return 'soon'
  // A pause that ends by itself already has its deadline.
  return c.state === 'paused' ? 'paused' : 'ok'
}

export function readingAt(c: ClockBrief, now: number): Reading {
  const state = stateAt(c, now)
  return { state, value: valueAt(c, state, now), before: befores[state] }
}

function valueAt(c: ClockBrief, state: Reading['state'], now: number): string {
  if (!c.due_at || state === 'paused') return pauseWord(c.paused_on)
  const left = Date.parse(c.due_at) - now
  if (state === 'late') return left > -minute ? 'over' : `${span(-left / 1000)} over`
  if (left <= close) return seconds(left)
  return isFar(c.due_at, now) ? due(c.due_at, new Date(now)) : span(left / 1000)
}

const isFar = (at: string, now: number) =>
  Date.parse(at) - now > far && new Date(at).toDateString() !== new Date(now).toDateString()

/** 4:12, and 0:00 only when it is over. */
function seconds(left: number): string {
  const s = Math.ceil(left / 1000)
  return `${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`
}

const pauses: Record<string, string> = {
  on_offer: 'Offered',
  asked_back: 'Asked back',
  solved: 'Solved',
  merged: 'Merged',
  calendar: 'Closed',
}

/** leftWords is a value where it stands alone: “6 m left”, “by Thu 17:00”. */
export function leftWords(r: Reading): string {
  if (r.state === 'late' || r.state === 'paused') return r.value
  return /^\d/.test(r.value) && !/ \d\d:\d\d$/.test(r.value) ? `${r.value} left` : `by ${r.value}`
}

/** pauseWord names whom a clock waits for. */
export const pauseWord = (on: string | undefined): string => pauses[on ?? ''] ?? waitingWord(on)

/** nextChange is how long a reading holds, in milliseconds; Infinity for one that does not run. */
export function nextChange(c: ClockBrief, now: number): number {
  if (!c.due_at) return Number.POSITIVE_INFINITY
  const left = Date.parse(c.due_at) - now
  if (left <= 0) return minute - (-left % minute)
  if (left <= close) return left % 1000 || 1000
  const turns = [left - close, isFar(c.due_at, now) ? untilNear(c.due_at, now) : left % minute || minute]
  if (c.soon_at) turns.push(Date.parse(c.soon_at) - now)
  return Math.min(...turns.filter((t) => t > 0))
}

/** A day becomes a span at midnight, or twelve hours before. */
function untilNear(at: string, now: number): number {
  const midnight = new Date(now)
  midnight.setHours(24, 0, 0, 0)
  return Math.min(Date.parse(at) - now - far, midnight.getTime() - now)
}

const kinds: Record<ClockKind, string> = {
  first_response: 'First answer',
  next_response: 'Next answer',
  resolution: 'Customer promise',
  acknowledge: 'Accept',
  work: 'To fix',
  vendor: 'Vendor’s answer',
}

export const kindWord = (kind: ClockKind): string => kinds[kind]

/** Said aloud when it turns while somebody looks: “SL-48219: due soon, OLA 24 m”. */
export function turnWords(about: string, c: ClockBrief, r: Reading): string {
  return `${about}: ${r.before}${c.promise} ${kindWord(c.kind).toLowerCase()}, ${r.value}`
}
