import type { IconName } from '../parts/Icon'

/** The desk's words for what the wire abbreviates. */

const waiting: Record<string, string> = {
  customer: 'Customer',
  vendor: 'Vendor',
  approval: 'Approval',
  change: 'Change',
  date: 'A date',
  project: 'Project',
}

/** What people may choose to wait for. */
export const waits = ['customer', 'vendor', 'approval', 'change', 'date']

export function waitingWord(on: string | undefined): string {
  if (!on) return 'Someone else'
  return waiting[on] ?? capital(on.replaceAll('_', ' '))
}

export const capital = (s: string) => s.charAt(0).toUpperCase() + s.slice(1)

const states: Record<string, string> = {
  new: 'New',
  open: 'In progress',
  waiting: 'Waiting',
  resolved: 'Solved',
  closed: 'Closed',
}

export const stateWord = (state: string) => states[state] ?? capital(state)

const channels: Record<string, string> = {
  mail: 'by mail',
  portal: 'in the portal',
  phone: 'by phone',
  walk_in: 'in person',
  console: 'by an agent',
  api: 'by another system',
}

export const channelWord = (channel: string) => channels[channel] ?? `by ${channel}`

const reasons: Record<string, { text: string; icon: IconName }> = {
  skill: { text: 'Skill', icon: 'wrench' },
  certification: { text: 'Certification', icon: 'badge-check' },
  access: { text: 'Access', icon: 'key-round' },
  urgency: { text: 'Urgency', icon: 'zap' },
  time: { text: 'Time', icon: 'clock-4' },
  exhausted: { text: 'All steps done', icon: 'list-checks' },
  vendor_product: { text: 'Vendor', icon: 'building-2' },
  policy: { text: 'Second pair of eyes', icon: 'eye' },
  capacity: { text: 'Capacity', icon: 'gauge' },
}

/** The reasons of a handover, in the order in which they are offered. */
export const handoverReasons = Object.keys(reasons)

/** Why a ticket moves, as a chip. */
export function reasonWord(reason: string): { text: string; icon: IconName } {
  return reasons[reason] ?? { text: capital(reason.replaceAll('_', ' ')), icon: 'circle-dot' }
}

const returnReasons: Record<string, string> = {
  missing_information: 'something is missing',
  lower_can: 'the rung below can do this',
  wrong_team: 'it belongs to another team',
  answer_known: 'the answer is known already',
  duplicate: 'it doubles another ticket',
}

export const returnWord = (reason: string) => returnReasons[reason] ?? reason.replaceAll('_', ' ')

export const scaleWords: Record<number, string> = { 1: 'High', 2: 'Medium', 3: 'Low' }

/** size writes bytes as people read them. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}

/** plural writes "1 ticket", "3 tickets". */
export const plural = (n: number, one: string, many = `${one}s`) => `${n} ${n === 1 ? one : many}`
