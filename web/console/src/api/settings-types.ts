import type { Can, LevelBrief, Named, PersonBrief, Presence, TeamBrief } from './types'

/** The settings on the wire: what an administrator sees of each noun. */

/** What every noun has: a version for If-Match, and what may be done to it. */
export interface SettingRecord {
  id: string
  version: number
  can: Can
  archived_at?: string
}

export interface FullOrganisation extends SettingRecord {
  name: string
  sees: 'own' | 'organisation'
  domains: string[] | null
  /** Who looks after it on the desk's side. */
  account_manager?: Named
}

export type Role = 'requester' | 'organisation_manager' | 'agent' | 'team_lead' | 'administrator'

export interface Seat {
  team: TeamBrief
  preference: number
  share: number
}

export interface HeldSkill {
  skill: string
  path: string
  grade: number
  /** To grow in it. */
  wants: boolean
}

export interface HeldCertificate {
  certification: string
  name: string
  number?: string
  valid_from: string
  expires_at?: string
}

export interface FullPerson extends Omit<SettingRecord, 'archived_at'> {
  name: string
  email?: string
  phone?: string
  title?: string
  language: string
  time_zone: string
  role: Role
  organisation: Named
  all_organisations: boolean
  capacity: number
  presence: Presence
  disabled_at?: string
  teams?: Seat[] | null
  clearances?: Named[] | null
  skills?: HeldSkill[] | null
  certifications?: HeldCertificate[] | null
}

export interface FullLevel extends SettingRecord {
  rank: number
  name: string
  plain_name: string
}

export interface Member {
  person: PersonBrief
  preference: number
  share: number
}

export interface FullTeam extends SettingRecord {
  name: string
  plain_name: string
  kind: 'line' | 'project'
  level: LevelBrief | null
  threshold: number
  lead?: PersonBrief
  triage: boolean
  dealing: 'pull' | 'push' | 'offer'
  offer_seconds: number
  members?: Member[] | null
  /** The only teams that it hands over to; none: every team. */
  paths?: TeamBrief[] | null
}

export interface FullSkill extends SettingRecord {
  path: string
  name: string
}

export interface FullCertification extends SettingRecord {
  name: string
  issuer?: string
  skill?: string
}

export interface Need {
  skill?: string
  path?: string
  grade?: number
  certification?: string
  certification_name?: string
}

export interface FullService extends SettingRecord {
  name: string
  plain_name: string
  description?: string
  teams: { rank: number; team: string }[] | null
  needs?: Need[] | null
}

export interface FullCategory extends SettingRecord {
  name: string
  /** What work on it demands on top of its service. */
  needs?: Need[] | null
}

export type FieldType = 'text' | 'number' | 'boolean' | 'date' | 'choice'

export interface FullField extends SettingRecord {
  key: string
  name: string
  type: FieldType
  options?: string[] | null
  service?: string
  customer_visible: boolean
  position: number
}

export interface FullMailbox extends Omit<SettingRecord, 'archived_at'> {
  address: string
  name: string
  service?: string
  standard: boolean
}

export interface Matrix {
  rows: number[][]
  can: Can
}

export interface ChecklistItem {
  id?: string
  label: string
  source: string
  weight: number
}

export interface FullChecklist {
  own: boolean
  items: ChecklistItem[]
  can: Can
}

export interface Session {
  id: string
  created_at: string
  seen_at: string
  agent: string
  address: string
  current: boolean
}

export interface Token {
  id: string
  name: string
  scopes: string[]
  created_at: string
  expires_at?: string
  last_used_at?: string
  /** Its plain form: there when it was just made, and never again. */
  token?: string
}

export interface QuarantinedMail {
  id: string
  received_at: string
  from: string
  to: string[] | null
  subject: string
  /** Why it could not be placed. */
  because: string
  size: number
}

export interface AuditLine {
  id: string
  at: string
  actor_kind: string
  actor?: string
  actor_name: string
  action: string
  object: string
}
