import type { Handover, Swarm, Ticket } from '../../api/types'

/** How a swarm, booked time and an expired offer are said. Pure, tested by a table. */

/** sentence joins names as people say them. */
export function sentence(names: string[]): string {
  if (names.length < 2) return names.join('')
  return `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** readSpan reads "25", "1:30" or "1 h 30 m" as minutes; null when it is none. */
export function readSpan(text: string): number | null {
  const t = text.trim().toLowerCase()
  const clock = /^(\d{1,2}):([0-5]\d)$/.exec(t)
  const words = clock ?? /^(?:(\d{1,2})\s*h)?\s*(?:(\d{1,4})\s*(?:m|min)?)?$/.exec(t)
  if (!words || (!words[1] && !words[2])) return null
  return Number(words[1] ?? 0) * 60 + Number(words[2] ?? 0)
}

/** The team that somebody would own it for: theirs, of the two; the one that has it if they are of both. */
export function ownTeam(s: Swarm, ticket: Pick<Ticket, 'team'>, mine: string[]) {
  const own = s.teams.filter((t) => mine.includes(t.id))
  return own.find((t) => t.id === ticket.team.id) ?? own[0]
}

/** What came before this handover, if it was not the first of its kind. */
export function beforeIt(h: Handover): string {
  if (h.from_swarm) return 'They looked at it together first.'
  if (h.follows?.state !== 'expired') return ''
  return `${h.follows.person?.name ?? h.to.team.name} did not answer in time.`
}
