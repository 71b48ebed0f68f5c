import { type Filters, filterNames } from './api/filters'

/** What the addresses of the console may carry. Anything else in them is ignored. */

export interface QueueSearch extends Filters {
  /** The ticket under the focus, shown in the preview. */
  at?: string
}

export interface TicketSearch {
  /** The composer's tab or the open sheet. */
  do?: string
}

export interface HandoversSearch {
  /** The box: sent or returned; the inbox itself needs no word. */
  box?: string
  /** The handover on screen. */
  at?: string
}

export interface LessonsSearch {
  state?: string
}

export interface ShiftsSearch {
  /** A day of the week that is shown. */
  week?: string
  /** A team's id, or "all". */
  team?: string
}

/** word reads one value; a number in an address is a word too. */
export const word = (v: unknown): string | undefined =>
  typeof v === 'string' && v !== '' ? v : typeof v === 'number' ? String(v) : undefined

/** queueSearch keeps only what the list understands, so that any address can be typed. */
export function queueSearch(raw: Record<string, unknown>): QueueSearch {
  const out: Record<string, string> = {}
  for (const name of [...filterNames, 'view', 'sort', 'at']) {
    const value = word(raw[name])
    if (value) out[name] = value
  }
  return out
}

/** hrefOf writes the address of a list, to come back to it as it was. */
export function hrefOf(scope: string, search: QueueSearch): string {
  const params = new URLSearchParams()
  for (const [name, value] of Object.entries(search)) if (value) params.set(name, value)
  const tail = params.toString()
  return `/queue/${scope}${tail ? `?${tail}` : ''}`
}

/** safeTarget takes only addresses of this console: a link must not lead elsewhere after signing in. */
export function safeTarget(to: string | undefined): string {
  if (!to?.startsWith('/') || to.startsWith('//') || to.includes('\\') || /^(\/console)?\/sign-in/.test(to))
    return '/console/'
  return to.startsWith('/console/') ? to : `/console${to}`
}
