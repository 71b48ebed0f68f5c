import type { Can, Load, Named, PersonBrief, Ref, SparkWire, TeamBrief } from './types'

/** The handover on the wire: the document, its draft, its check, and who can take it. */

export type Direction = 'up' | 'down' | 'sideways' | 'project'

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
  source?: string | Source
}

export interface Evidence {
  file?: string
  seq?: number
  label: string
  source?: string | Source
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
  because?: string
  checklist: ChecklistItem[]
  completeness: number
  threshold: number
  stay_contact: boolean
  share_outcome: boolean
  state: 'offered' | 'accepted' | 'returned' | 'withdrawn'
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
}

export interface HandoverDraft {
  direction: Direction
  team: TeamBrief
  reason?: string
  reasons: string[]
  ask: string
  summary: { text: string; sources: Source[] }
  tried: TriedStep[]
  evidence: Evidence[]
  hypothesis: { text: string; sources: Source[] }
  checklist: ChecklistItem[]
  completeness: number
  threshold: number
  customer_message: string
  plain: { ok: boolean; problems: string[] }
}

export interface HandoverForm {
  direction: Direction
  team?: string
  person?: string
  reason: string
  ask: string
  summary: string
  tried: TriedStep[]
  evidence: Evidence[]
  hypothesis?: string
  customer_message: string
  because?: string
}

export interface HandoverCheck {
  checklist: ChecklistItem[]
  completeness: number
  threshold: number
  customer_message: string
  plain: { ok: boolean; problems: string[] }
}

export interface Candidate {
  team: TeamBrief
  person?: PersonBrief
  fit: 'best' | 'close' | 'later'
  reasons: { kind: string; text: string }[]
  load: Load
  certified_until?: string
  on_shift_until?: string
}

export interface Candidates {
  items: Candidate[]
  excluded: { person: PersonBrief; team?: TeamBrief; because: string }[]
}
