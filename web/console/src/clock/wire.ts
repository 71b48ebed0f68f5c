import type { Named } from '../api/types'

/** The clocks as they come over the wire. */

export type ClockKind = 'first_response' | 'next_response' | 'resolution' | 'acknowledge' | 'work' | 'vendor'

/** A clock in short: what runs out, and when. */
export interface ClockBrief {
  kind: ClockKind
  /** SLA, OLA or UC. */
  promise: string
  run: number
  state: 'ok' | 'soon' | 'late' | 'paused'
  /** Absent while it is paused. */
  due_at?: string
  /** When it turns amber. */
  soon_at?: string
  /** Open time that is left; below zero it is over. */
  left_us: number
  /** Whom it waits for. */
  paused_on?: string
}

/** One that has stopped: kept, missed, or gone on without. */
export interface StoppedClock extends Omit<ClockBrief, 'state'> {
  state: 'met' | 'missed' | 'ended'
}

/** A clock of a ticket, with what was promised and how it has run. */
export interface ClockWire extends Omit<ClockBrief, 'state'> {
  /** The last three are of a clock that has stopped. */
  state: ClockBrief['state'] | 'met' | 'missed' | 'ended'
  target: {
    id: string
    name: string
    /** ISO 8601, of open time. */
    length: string
    length_us: number
    warn: number
    calendar: { id: string; name: string; zone: string }
  }
  started_at: string
  stopped_at?: string
  warned_at?: string
  breached_at?: string
  /** Why it stopped. */
  stop?: string
  paused: { from: string; to?: string; on: string; us: number }[]
  spent_us: number
  team?: Named
  handover?: string
  case?: string
  /** Where its time went: who held the ticket, or what the clock paused on. */
  ledger: { from: string; to: string; rank: number; team: Named; on?: string; us: number }[]
}
