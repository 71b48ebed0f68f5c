import type { LadderWire } from '../api/types'

/** How the line beside one entry is drawn: self-service dashed, the present holder accent, the rest grey. */
export type RailKind = 'now' | 'before' | 'self'

/** One visit to a rung, as the gutter of the timeline shows it. */
export interface Visit {
  rank: number
  team: string
  from: string
  to: string | null
  seconds: number
}

/** visitsOf joins the held stays of one rung that follow each other; offers and the time after the solution hold nothing. */
export function visitsOf(ladder: LadderWire, now: Date): Visit[] {
  const out: Visit[] = []
  for (const s of ladder.stays) {
    if (s.kind === 'offered' || s.kind === 'solved') continue
    const seconds = Math.max(0, (Date.parse(s.to ?? now.toISOString()) - Date.parse(s.from)) / 1000)
    const before = out.at(-1)
    if (before && before.rank === s.rank && before.team === s.team.name) {
      before.seconds += seconds
      before.to = s.to ?? null
    } else out.push({ rank: s.rank, team: s.team.name, from: s.from, to: s.to ?? null, seconds })
  }
  return out
}

/** visitAt finds who held the ticket at a moment; an entry that moves it belongs to the visit it begins. */
export function visitAt(visits: Visit[], at: string): number {
  const t = Date.parse(at)
  let found = 0
  visits.forEach((v, i) => {
    if (Date.parse(v.from) <= t) found = i
  })
  return found
}

export function railKind(visits: Visit[], i: number, solved: boolean): RailKind {
  const v = visits[i]
  if (!v) return 'before'
  if (v.rank === 0) return 'self'
  return !solved && i === visits.length - 1 ? 'now' : 'before'
}
