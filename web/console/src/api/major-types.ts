import type { LevelBrief, Named, Ref, TicketState } from './types'

/** Major incidents, planned work, thanks and escalation plans on the wire. */

export interface MajorChild {
  ref: Ref
  subject: string
  state: TicketState
  organisation: Named
  requester: Named
  opened_at: string
  /** Why it looks like one, where it is only offered. */
  because?: string[]
}

export interface Major {
  title: string
  lead: Named
  at: string
  running: boolean
  told_at?: string
  next_by?: string
  over_at?: string
  review_due?: string
  reviewed_at?: string
  children: MajorChild[]
  told: { at: string; by: string; message: string; tickets: number; next_by?: string }[]
  review?: Review & { at: string; by: string }
}

export interface Review {
  happened: string
  cause: string
  went_well: string
  went_badly: string
  actions: string[]
}

/** What a ticket says of the major incident that it belongs to. */
export interface Incident {
  ref: Ref
  title: string
  at: string
  running: boolean
  next_by?: string
}

export interface Plan {
  what: string
  on: string
  by: Named
  waiting: boolean
}

/** A major incident in a list. */
export interface IncidentLine {
  ref: Ref
  title: string
  lead: Named
  state: TicketState
  running: boolean
  at: string
  next_by?: string
  over_at?: string
  review_due?: string
  children: number
}

export interface Incidents {
  running: IncidentLine[]
  reviews: IncidentLine[]
}

export interface Thank {
  id: string
  from: Named
  by_customer: boolean
  ref?: Ref
  text: string
  at: string
}

/** What an empty queue says. */
export interface Rest {
  ours: number
  resting: number
  next?: { ref: Ref; clock: string; due_at: string }
  help?: { level: LevelBrief; unowned: number }
  lessons: number
}

export interface EscalationStep {
  upon: string
  clock: string
  who: string
  by_mail: boolean
  any_time: boolean
  after: string
}

export interface EscalationPlan {
  /** False: the team has none of its own, and the desk's holds. */
  own: boolean
  steps: EscalationStep[]
  can: { [verb: string]: boolean | undefined }
}
