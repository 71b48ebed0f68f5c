/**
 * What a list shows is its address: a scope (my work, a rung, a team), a view
 * on it, and filters. These functions turn an address into a request.
 */

export interface Filters {
  view?: string
  q?: string
  state?: string
  priority?: string
  assignee?: string
  organisation?: string
  kind?: string
  service?: string
  tag?: string
  waiting_on?: string
  sort?: string
}

export const filterNames = [
  'state',
  'priority',
  'assignee',
  'organisation',
  'kind',
  'service',
  'tag',
  'waiting_on',
  'q',
] as const

export type FilterName = (typeof filterNames)[number]

export type Scope =
  | { kind: 'mine' | 'unassigned' | 'waiting' | 'all' }
  | { kind: 'rung'; rank: number }
  | { kind: 'team'; team: string }

/** scopeOf reads the scope from its word in the address: mine, l2, team-17. */
export function scopeOf(word: string): Scope {
  const rung = /^l(\d)$/.exec(word)
  if (rung) return { kind: 'rung', rank: Number(rung[1]) }
  const team = /^team-(.+)$/.exec(word)
  if (team?.[1]) return { kind: 'team', team: team[1] }
  if (word === 'unassigned' || word === 'waiting' || word === 'all') return { kind: word }
  return { kind: 'mine' }
}

export function wordOf(scope: Scope): string {
  if (scope.kind === 'rung') return `l${scope.rank}`
  if (scope.kind === 'team') return `team-${scope.team}`
  return scope.kind
}

/** The views that a rung or a team offers as tabs; the first is the scope itself. */
export const tabs = [
  { view: '', text: 'Ours to follow' },
  { view: 'needs-reply', text: 'Needs a reply' },
  { view: 'breaching-today', text: 'Breaching today' },
  { view: 'bounced', text: 'Bounced' },
  { view: 'no-owner', text: 'No owner' },
  { view: 'handed-up', text: 'Handed up' },
] as const

export interface ListRequest {
  path: string
  query: Record<string, string | undefined>
}

/** requestOf words the address as a request for the list. */
export function requestOf(scope: Scope, filters: Filters): ListRequest {
  const { view, ...rest } = filters
  const own = scope.kind
  const query: Record<string, string | undefined> = { ...rest }
  if (scope.kind === 'rung') query.level = String(scope.rank)
  if (scope.kind === 'team') query.team = scope.team
  return { path: `/views/${view || own}/tickets`, query }
}

/** Lists of work stand in the order of their clocks unless told otherwise; the list of all does not. */
export function byClock(scope: Scope, filters: Filters): boolean {
  if (filters.q && !filters.sort) return false
  if (filters.sort) return filters.sort === 'clock'
  return scope.kind !== 'all' && !['resolved', 'closed'].includes(filters.state ?? '')
}

/** activeFilters lists what narrows the list, for the chips and "Clear 2 filters". */
export function activeFilters(filters: Filters): { name: FilterName; value: string }[] {
  return filterNames.flatMap((name) => {
    const value = filters[name]
    return value ? [{ name, value }] : []
  })
}
