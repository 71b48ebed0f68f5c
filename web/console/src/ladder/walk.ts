/**
 * A walk is what a ticket did on the ladder: the rungs it stood on, for how
 * long, what it was offered to, and how often it came back. Spark, plot, rail
 * and picker are all drawn from it, and all share its one sentence.
 */

/** A step of the ladder, from self-service (0) upwards. */
export interface Rung {
  rank: number
  name: string
}

/** How a stay began. A return is never drawn like a planned move down. */
export type Move = 'start' | 'up' | 'down' | 'sideways' | 'returned' | 'taken'

/** One stretch of time on one rung: held by its people, or only offered to them. */
export interface Stay {
  rank: number
  seconds: number
  from: string
  to: string | null
  kind: 'held' | 'offered'
  began: Move
}

export type WalkState = 'open' | 'waiting' | 'solved'

/** The little that a row knows: enough for the spark. */
export interface WalkSummary {
  rungs: Rung[]
  now: number
  been: number[]
  offer: number | null
  returns: number
  state: WalkState
}

/** The whole walk, as a ticket knows it. */
export interface Walk extends WalkSummary {
  stays: Stay[]
}

/** The short name of a rung: L2. */
export function short(rank: number): string {
  return `L${rank}`
}

/** The rung's name as it stands inside a sentence: "second line". */
export function inWords(rungs: Rung[], rank: number): string {
  const name = rungs.find((r) => r.rank === rank)?.name ?? short(rank)
  // An acronym ("NOC") keeps its capitals; an ordinary name starts small.
  return /^[A-Z][a-z]/.test(name) ? name.charAt(0).toLowerCase() + name.slice(1) : name
}

/** The one text alternative of every form of the ladder. */
export function sentence(walk: WalkSummary): string {
  const at = walk.state === 'solved' ? 'Solved at' : 'At'
  const parts = [`${at} ${short(walk.now)}, ${inWords(walk.rungs, walk.now)}`]
  if (walk.state !== 'solved' && walk.offer !== null) parts.push(`offered to ${short(walk.offer)}`)
  if (walk.returns > 0) parts.push(`returned ${walk.returns} ${walk.returns === 1 ? 'time' : 'times'}`)
  return parts.join(', ')
}

/** "returned once", "returned twice", "returned 3 times"; empty when never. */
export function returnedWords(returns: number): string {
  if (returns <= 0) return ''
  if (returns === 1) return 'returned once'
  if (returns === 2) return 'returned twice'
  return `returned ${returns} times`
}
