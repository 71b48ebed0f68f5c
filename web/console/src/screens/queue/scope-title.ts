import type { Scope } from '../../api/filters'
import type { Named } from '../../api/types'
import { type Rung, short } from '../../ladder/walk'

const titles = { mine: 'My work', unassigned: 'Unassigned', waiting: 'Waiting', all: 'All tickets' }

/** scopeTitle names a list as the navigation does. */
export function scopeTitle(scope: Scope, rungs: Rung[], teams: Named[]): string {
  if (scope.kind === 'rung') return rungs.find((r) => r.rank === scope.rank)?.name ?? short(scope.rank)
  if (scope.kind === 'team') return teams.find((t) => t.id === scope.team)?.name ?? 'Team'
  return titles[scope.kind]
}
