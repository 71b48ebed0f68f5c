import type { SettingRecord } from './settings-types'
import type { Can, Named, PersonBrief, TeamBrief } from './types'

/** What decides where tickets go and to whom, and what says why. */

export interface FullRule extends SettingRecord {
  position: number
  name: string
  organisation?: Named
  service?: Named
  category?: Named
  kind?: 'incident' | 'request'
  channel?: string
  urgent_to?: number
  team: TeamBrief
}

export const features = [
  'fit',
  'context',
  'load',
  'fairness',
  'language',
  'growth',
  'presence',
  'preference',
] as const
export type Feature = (typeof features)[number]

/** How much each feature counts, and how much of a place a ticket of P1 to P4 takes, in percent. */
export interface Weights extends Record<Feature, number> {
  places: number[]
}

export interface FullWeights {
  weights: Weights
  defaults: Weights
  can: Can
}

export interface Burden {
  person: Named
  count: number
}

export interface EffectSide {
  people: Burden[]
  spread: number
  fit: number
  context: number
  language: number
  growth: number
}

export interface BackTest {
  since: string
  placements: number
  changed: number
  before: EffectSide
  after: EffectSide
  examples: { at: string; ref: string; from: Named; to: Named; margin: number; because: Feature[] }[]
}

export interface Reason {
  kind: string
  text: string
}

export interface Decision {
  id: string
  at: string
  of: 'team' | 'person'
  rule: string
  because: string
  team: TeamBrief
  person?: PersonBrief
  ranked: { person: PersonBrief; team: TeamBrief; fit: string; score: number }[]
  rejected: (Reason & { team?: TeamBrief; person?: PersonBrief })[]
}

/** How somebody stands to a ticket now. */
export interface Verdict {
  person: PersonBrief
  team: TeamBrief
  may: boolean
  asked: boolean
  place?: number
  of?: number
  reasons: Reason[]
  causes: Reason[]
}

export interface Why {
  placements: Decision[]
  verdict?: Verdict
}

export interface SkillRow {
  id: string
  path: string
  name: string
  holders: { person: string; grade: number; wants: boolean }[]
  single: boolean
  needed: boolean
}

export interface PaperRow {
  id: string
  name: string
  holders: { person: string; expires_at?: string; valid: boolean }[]
  single: boolean
  needed: boolean
}

export interface Lapse {
  person: Named
  certification: string
  name: string
  expires_at: string
  days: number
}

export interface KnowledgeMap {
  people: PersonBrief[]
  skills: SkillRow[]
  certifications: PaperRow[]
  lapsing: Lapse[]
}
