import type { ClockBrief, StoppedClock } from '../clock/wire'
import type { Can, Load, Named, PersonBrief, Ref, SparkWire, TeamBrief } from './types'

/** The handover on the wire: the document, its draft, its check, and who can take it. */

/** `swarm`: it went nowhere, since both teams look at it together. */
export type Direction = 'up' | 'down' | 'sideways' | 'project' | 'swarm'

export interface HandoverSide {
  team: TeamBrief
  rank: number
  person?: PersonBrief
}

export interface ChecklistItem {
  id: string
  label: string
  done: boolean
  source?: string
}

export interface Source {
  seq: number
  at?: string
  label: string
}

export interface TriedStep {
  text: string
  result?: string
  /** The timeline entry that tells it. */
  seq?: number
  source?: Source
}

/** A piece of evidence: a file, or an entry of the timeline. */
export interface Evidence {
  file?: string
  seq?: number
  label: string
}

/** What the receiver asked the sender before answering. */
export interface AskedBack {
  by: PersonBrief
  text: string
  at: string
  /** Until then the clock pauses; only the first question does that. */
  until?: string
  answer?: string
  answered_at?: string
}

export interface Handover {
  id: string
  ticket: { ref: Ref; subject: string; priority: number; organisation: Named; requester: Named }
  direction: Direction
  from: HandoverSide
  to: HandoverSide
  reason: string
  reasons: string[]
  ask: string
  summary: string
  tried: TriedStep[]
  evidence: Evidence[]
  hypothesis?: string
  customer_message: string
  customer_message_edited: boolean
  /** What the customer was told, once they were. */
  told?: string
  because?: string
  checklist: ChecklistItem[]
  completeness: number
  threshold: number
  stay_contact: boolean
  share_outcome: boolean
  state: 'offered' | 'accepted' | 'returned' | 'withdrawn' | 'expired' | 'swarmed'
  offered_at: string
  answered_at?: string
  answered_by?: PersonBrief
  return?: {
    reason: string
    missing?: string[]
    team?: TeamBrief
    article?: string
    duplicate_of?: Ref
    note: string
  }
  can: Can
  spark: SparkWire
  undo_until?: string
  /** The reader has the skills that it needs. */
  fits_me?: boolean
  asked_back?: AskedBack
  /** The one before, that nobody answered or that became a swarm. */
  follows?: { id: string; person?: PersonBrief; state: string; offered_at: string }
  from_swarm?: boolean
  /** Until when it is to be answered. */
  clock?: ClockBrief | StoppedClock
  /** How long the answer may take, ISO 8601. */
  within?: string
  /** How long the team has for the work once it is taken, ISO 8601. */
  work?: string
  version: number
}

export interface Plain {
  ok: boolean
  problems?: string[]
}

export interface Quote {
  text: string
  sources?: Source[]
}

export interface HandoverDraft extends InTheWay {
  direction: Direction
  team: TeamBrief
  reason?: string
  summary: Quote
  tried: TriedStep[]
  tried_sources?: Source[]
  evidence: Evidence[]
  hypothesis: Quote
  checklist: ChecklistItem[]
  completeness: number
  threshold: number
  customer_message: string
  plain: Plain
  stay_contact: boolean
  share_outcome: boolean
  clocks?: Handing
}

/** What the clocks do when it is offered now. */
export interface Handing {
  now: string
  own?: ClockBrief
  accept?: Ahead
  fix?: Ahead
  promise?: ClockBrief
  /** The work may end after what the customer was promised. */
  short: boolean
}

export interface Ahead {
  target: string
  length: string
  due_at?: string
}

/** What stands in the way of sending it as it is. */
interface InTheWay {
  /** Why sending it starts a swarm instead. */
  swarm?: string
  /** Why there is no path to this team. */
  barred?: string
}

export interface HandoverForm {
  direction?: Direction
  team?: string
  person?: string
  reason?: string
  /** All reasons, the main one first. */
  reasons?: string[]
  ask?: string
  summary?: string
  tried?: { text: string; result?: string; seq?: number }[]
  evidence?: Evidence[]
  hypothesis?: string
  /** Items of the checklist that are ticked by hand. */
  confirmed?: string[]
  /** Own words; empty: made from the reason. */
  customer_message?: string
  /** Why it goes although it is less complete than they ask for. */
  because?: string
  stay_contact?: boolean
  share_outcome?: boolean
}

export interface HandoverCheck extends InTheWay {
  checklist: ChecklistItem[]
  completeness: number
  threshold: number
  customer_message: string
  plain: Plain
  clocks?: Handing
}

export interface Candidate {
  team: TeamBrief
  person?: PersonBrief
  fit: 'best' | 'close' | 'later' | 'anyone'
  reasons: { kind: string; text: string }[]
  load?: Load
  certified_until?: string
}

export interface Candidates {
  items: Candidate[]
  excluded: { person: PersonBrief; team?: TeamBrief; because: string; kind?: string }[]
  /** Teams to which there is no path. */
  barred: { team: TeamBrief; because: string }[]
}

/** Who looks at a ticket together. */
export interface Swarm {
  id: string
  lead: PersonBrief
  people: { person: PersonBrief; asked_at: string; joined_at?: string }[]
  /** The two teams between which it went to and fro; one of them is to own it. */
  teams: TeamBrief[]
  ask: string
  because?: string
  started_at: string
  /** Booked to it. */
  minutes: number
  can: Can
}
