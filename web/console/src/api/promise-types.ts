import type { ClockKind } from '../clock/wire'
import type { SettingRecord } from './settings-types'
import type { Named } from './types'

/** When the desk is open and what it promises, as the settings read it. */

export interface Holiday {
  id: string
  day: string
  name: string
  source: 'hand' | 'country' | 'file' | 'feed'
}

export interface FullCalendar extends SettingRecord {
  name: string
  zone: string
  /** The windows of each day, Monday first: "09:00-17:00". */
  week: string[][]
  country?: string
  feed?: string
  feed_at?: string
  feed_error?: string
  standard: boolean
  open_now: boolean
  next_at?: string
  holidays?: Holiday[]
}

export interface Country {
  code: string
  name: string
}

export interface FullTarget extends SettingRecord {
  name: string
  clock: ClockKind
  promise: 'SLA' | 'OLA' | 'UC'
  organisation?: Named
  service?: Named
  priority?: number
  kind?: 'incident' | 'request'
  team?: Named
  vendor?: Named
  calendar: Named
  /** ISO 8601, of open time. */
  length: string
  warn: number
  pause_on: string[]
}

/** What a change would move; nothing has happened. */
export interface Effect {
  open: number
  tickets: number
  late: number
  items: MovedClock[]
}

export interface MovedClock {
  ref: string
  subject: string
  clock: ClockKind
  from?: string
  to?: string
  late: boolean
}
