/**
 * The shapes on the wire, by hand until the OpenAPI document exists; then
 * schema.gen.ts is generated from it and these names become aliases of it.
 * Ids are strings, times RFC 3339, absent values are left out.
 */

import type { ClockBrief, ClockWire } from '../clock/wire'
import type { AskedBack, Handover, Swarm } from './handover-types'
import type { Incident, Major, Plan } from './major-types'

export * from './handover-types'
export * from './major-types'

export type Ref = string

export interface Named {
  id: string
  name: string
}

export type Presence = 'here' | 'away' | 'busy' | 'off'

export interface PersonBrief extends Named {
  email?: string
  presence?: Presence
  title?: string
  phone?: string
}

export interface LevelBrief {
  rank: number
  name: string
}

export interface TeamBrief extends Named {
  kind: 'line' | 'project'
  level: LevelBrief | null
}

export type TicketState = 'new' | 'open' | 'waiting' | 'resolved' | 'closed'

export interface Can {
  [verb: string]: boolean | undefined
}

export interface SparkWire {
  seen: number[]
  now: number
  offered?: number
  returns: number
  paused: boolean
  solved: boolean
}

export interface Offer {
  handover: string
  team: TeamBrief
  person?: PersonBrief
  rank: number
  at: string
  asked_back?: AskedBack
}

export interface Row {
  ref: Ref
  id: string
  version: number
  subject: string
  state: TicketState
  waiting_on?: string
  priority: number
  kind: string
  organisation: Named
  requester: Named
  service?: Named
  tags: string[]
  skills: string[]
  team: TeamBrief
  level: LevelBrief
  assignee?: PersonBrief
  offer?: { team: TeamBrief; rank: number; person?: PersonBrief }
  spark: SparkWire
  opened_at: string
  updated_at: string
  resolved_at?: string
  unread: boolean
  needs_reply: boolean
  snippet: string
  /** What runs out next, or whom it waits for; absent where nothing is promised. */
  clock?: ClockBrief
  /** Offered to a member of its team, who has until then to take it. */
  deal?: { person: string; until: string; down?: boolean }
  can: Can
}

export interface LadderWire {
  rungs: { rank: number; name: string; held_us: number }[]
  stays: {
    rank: number
    team: Named
    kind: 'held' | 'offered' | 'waiting' | 'solved' | 'project'
    from: string
    to?: string
    on?: string
  }[]
  returns: number
  hops: {
    at: string
    kind: 'up' | 'down' | 'return' | 'sideways' | 'project' | 'vendor'
    from_rank: number
    to_rank: number
  }[]
  waits: { on: string; us: number }[]
  age_us: number
}

export interface Link {
  kind: string
  ref: Ref
  subject: string
  state: TicketState
  direction: string
}

export interface SkillNeed {
  path?: string
  grade?: number
  certification?: string
}

export type FieldValue = string | number | boolean | null

export interface Ticket {
  ref: Ref
  id: string
  version: number
  kind: string
  channel: string
  subject: string
  body_preview: string
  state: TicketState
  waiting_on?: string
  waiting_until?: string
  /** What the customer was asked. */
  question?: string
  resolution?: string
  organisation: Named
  requester: PersonBrief
  service?: Named
  category?: Named
  impact: number
  urgency: number
  priority: number
  priority_because?: string
  team: TeamBrief
  level: LevelBrief
  assignee?: PersonBrief
  contact?: PersonBrief
  offer?: Offer
  /** A member of its team is asked to take it. */
  deal?: { person: PersonBrief; until: string; down: boolean }
  swarm?: Swarm
  /** Booked by everybody. */
  minutes?: number
  tags: string[]
  cc: PersonBrief[]
  watchers: Named[]
  fields: Record<string, FieldValue>
  links: Link[]
  merged_into?: Ref
  merged: Ref[]
  skills: SkillNeed[]
  ladder: LadderWire
  /** Every clock that something was promised for, the oldest first. */
  clocks: ClockWire[]
  opened_at: string
  updated_at: string
  resolved_at?: string
  closed_at?: string
  rating?: number
  /** Planned work that it waits on. */
  plan?: Plan
  /** It is a major incident. */
  major?: Major
  /** It belongs to a major incident. */
  incident?: Incident
  messages: number
  needs_reply: boolean
  unread: boolean
  handovers: Handover[]
  lessons: Lesson[]
  can: Can
}

export interface FileBrief extends Named {
  media_type: string
  size: number
}

export interface Entry {
  seq: number
  id: string
  kind: string
  at: string
  by: { kind: string; id?: string; name: string }
  audience: string
  ref?: Ref
  facts: Record<string, unknown>
  files?: FileBrief[]
  html?: string
  mail?: {
    id: string
    state: string
    to?: string
    attempts?: number
    last_error?: string
    sent_at?: string
  }
}

export interface Lesson {
  id: string
  ticket: { ref: Ref; subject: string }
  author: Named
  text: string
  cause: string
  service?: Named
  category?: Named
  given_at: string
  learners: { person: Named; learnt_at?: string }[]
  /** When I learnt it. */
  learnt_at?: string
  /** What became of tickets like it since: all, and those that the first line solved. */
  effect?: { later: number; first_line: number }
  can: Can
}

export interface Load {
  now: number
  capacity: number
}

export interface Me extends Named {
  email: string
  role: string
  organisation: Named
  teams: TeamBrief[]
  presence: Presence
  back_at?: string
  /** Where I stand in my shifts; without any, presence alone decides. */
  shift?: { planned: boolean; on: boolean; until?: string; next?: string }
  load: Load
  can: Can
  desk: { name: string }
}

export interface Counts {
  mine: number
  dealt: number
  handovers: number
  unassigned: number
  waiting: number
  levels: Record<string, number>
  teams: Record<string, number>
  notices: number
}

export interface Notice {
  id: string
  kind: string
  text: string
  ticket?: { ref: Ref; subject: string }
  /** Where it leads instead of to a ticket: a path of the console. */
  link?: string
  at: string
  seen: boolean
}

export interface Level extends Named {
  rank: number
  plain_name?: string
  version: number
  can: Can
}

export interface Team extends TeamBrief {
  plain_name?: string
  threshold?: number
  triage?: boolean
  version: number
  can: Can
}

export interface Service extends Named {
  version: number
  can: Can
}

export interface FieldDefinition extends Named {
  key?: string
  type?: string
  options?: string[]
  /** whose tickets have it; empty: all tickets */
  service?: string
  can: Can
}

export interface Page<T> {
  items: T[]
  next?: string
}

export interface Versioned<T> {
  value: T
  etag: string | null
}

/** One event of the live stream. */
export interface LiveEvent {
  ref?: Ref
  kind: string
  teams?: string[]
  seq?: number
  version?: number
}
