import type { Candidate, Candidates, PersonBrief, Team, TeamBrief } from '../../api/types'
import { beside, type Target } from './form-state'

/** Who stands on a rung, in the order of the desk: the best, the team as a whole, the others, those who cannot. */

export const rankOf = (team: TeamBrief): number =>
  team.kind === 'project' ? beside : (team.level?.rank ?? 0)

export type Excluded = Candidates['excluded'][number]

export interface Who {
  items: Candidate[]
  excluded: Excluded[]
}

/** onRung keeps those of one rung, or of one of its teams. The first who is here is its best. */
export function onRung(who: Who, rank: number, team: string): Who {
  const there = (t: TeamBrief | undefined) =>
    t !== undefined && rankOf(t) === rank && (team === '' || t.id === team)
  // Who is in two teams of a rung stands there once, with the team that fits better.
  const seen = new Set<string>()
  const once = (id: string | undefined) => id === undefined || (!seen.has(id) && Boolean(seen.add(id)))
  const items = who.items.filter((c) => there(c.team) && once(c.person?.id))
  const best = items.find((c) => c.person && c.fit !== 'later')
  return {
    items: items.map((c) =>
      c.person && c.fit !== 'later' ? { ...c, fit: c === best ? 'best' : 'close' } : c,
    ),
    excluded: who.excluded.filter((x) => there(x.team) && once(x.person.id)),
  }
}

export type Line =
  | { kind: 'person'; key: string; candidate: Candidate; person: PersonBrief }
  | { kind: 'team'; key: string; candidate: Candidate }
  | { kind: 'not'; key: string; excluded: Excluded }

/** linesOf orders what is shown: the best, then the teams as a whole, then the others, then those who cannot. */
export function linesOf(who: Who, here: { team: string; assignee?: string }): Line[] {
  const people: Line[] = []
  const teams: Line[] = []
  for (const c of who.items) {
    const { person } = c
    // Whoever has it need not be asked; their own team as a whole has it already.
    if (person && person.id !== here.assignee)
      people.push({ kind: 'person', key: `${c.team.id} ${person.id}`, candidate: c, person })
    if (!person && c.team.id !== here.team) teams.push({ kind: 'team', key: c.team.id, candidate: c })
  }
  const not: Line[] = who.excluded
    .filter((x) => x.person.id !== here.assignee)
    .map((x) => ({ kind: 'not', key: `not ${x.team?.id} ${x.person.id}`, excluded: x }))
  return [...people.slice(0, 1), ...teams, ...people.slice(1), ...not]
}

/** matching narrows the lines to a name. */
export function matching(lines: Line[], q: string): Line[] {
  const words = q.trim().toLowerCase()
  if (words === '') return lines
  return lines.filter((l) => nameOf(l).toLowerCase().includes(words))
}

export const nameOf = (l: Line): string =>
  l.kind === 'team' ? l.candidate.team.name : l.kind === 'person' ? l.person.name : l.excluded.person.name

/** targetOf is where a line leads, or null when it leads nowhere. */
export function targetOf(l: Line): Target | null {
  if (l.kind === 'not') return null
  const { team, person } = l.candidate
  return { rank: rankOf(team), team: team.id, person: person?.id }
}

/** counted is how many people of each rung can take it, each of them once. */
export function counted(who: Who): Map<number, number> {
  const seen = new Map<number, Set<string>>()
  for (const c of who.items) {
    if (!c.person) continue
    const rank = rankOf(c.team)
    seen.set(rank, (seen.get(rank) ?? new Set()).add(c.person.id))
  }
  return new Map([...seen].map(([rank, people]) => [rank, people.size]))
}

/** firstRank is where a handover usually goes: the next rung up that has a team, else down, else beside, else a colleague. */
export function firstRank(teams: Team[], here: number, own: string): number {
  const ranks = teams.filter((t) => t.id !== own).map(rankOf)
  const up = ranks.filter((r) => r > here).sort((a, b) => a - b)[0]
  const down = ranks.filter((r) => r >= 0 && r < here).sort((a, b) => b - a)[0]
  return up ?? down ?? ranks[0] ?? here
}
