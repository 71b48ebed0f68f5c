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
  warn_at?: string
  /** Open time that is left; below zero it is over. */
  left_us: number
  /** Whom it waits for. */
  paused_on?: string
}

/** A clock of a ticket, with what was promised and how it has run. */
export interface ClockWire extends ClockBrief {
  target: {
    id: string
    name: string
    /** ISO 8601, of open time. */
    length: string
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
}
