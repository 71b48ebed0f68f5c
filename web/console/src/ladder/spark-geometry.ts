import type { WalkSummary } from './walk'

/** What one dot of the spark is. Position carries the meaning, never colour alone. */
export type DotKind = 'never' | 'been' | 'now' | 'offer' | 'solved'

export interface Dot {
  rank: number
  x: number
  kind: DotKind
  r: number
}

export interface SparkShape {
  width: number
  dots: Dot[]
  /** From the lowest to the highest rung touched. */
  line: string | null
  /** The dashed link from the holder to the rung on offer. */
  offerLine: string | null
  /** The amber arc of the last return, under the two rungs. */
  bounce: string | null
  /** The count of returns, shown from two on. */
  count: { x: number; text: string } | null
  tick: string | null
}

const step = 13
const y = 8

const at = (rank: number) => 6.5 + step * rank

/** sparkShape lays out the dots in a row, L0 left to the top rung right. */
export function sparkShape(walk: WalkSummary): SparkShape {
  const { now, been, offer, returns, state } = walk
  const solved = state === 'solved'
  const touched = [...been, now]
  const low = Math.min(...touched)
  const high = Math.max(...touched)
  const dots = [...walk.rungs].sort((a, b) => a.rank - b.rank).map(({ rank }) => dot(rank, walk))
  return {
    width: step * walk.rungs.length,
    dots,
    line: low === high ? null : `M${at(low)} ${y}H${at(high)}`,
    offerLine: solved ? null : offerLine(now, offer),
    bounce: returns > 0 ? bounce(...returnPair(now, been)) : null,
    count: returns > 1 ? { x: at(returnPair(now, been)[0]) + 4.5, text: String(returns) } : null,
    tick: solved ? `M${at(now) - 2.4} 8.2l1.7 1.7 3.1-3.4` : null,
  }
}

function dot(rank: number, walk: WalkSummary): Dot {
  const x = at(rank)
  if (rank === walk.now) {
    if (walk.state === 'solved') return { rank, x, kind: 'solved', r: 5.4 }
    return { rank, x, kind: 'now', r: walk.state === 'waiting' ? 2.4 : 3.3 }
  }
  if (walk.state !== 'solved' && rank === walk.offer) return { rank, x, kind: 'offer', r: 3.4 }
  if (walk.been.includes(rank)) return { rank, x, kind: 'been', r: 3 }
  return { rank, x, kind: 'never', r: 2 }
}

function offerLine(now: number, offer: number | null): string | null {
  if (offer === null || offer === now) return null
  const way = offer > now ? 1 : -1
  return `M${at(now) + 6 * way} ${y}H${at(offer) - 4 * way}`
}

/**
 * The rungs of the last return, higher first. A row knows only where the ticket
 * stands and where it has been, so the arc hangs between the present rung and
 * its nearest neighbour: above when the ticket fell back, else below.
 */
function returnPair(now: number, been: number[]): [number, number] {
  const above = been.filter((r) => r > now)
  if (above.length > 0) return [Math.min(...above), now]
  const below = been.filter((r) => r < now)
  if (below.length > 0) return [now, Math.max(...below)]
  return [now + 1, now]
}

function bounce(high: number, low: number): string {
  const mid = (at(high) + at(low)) / 2
  return `M${at(high)} 15.6Q${mid} 21 ${at(low) + 0.4} 14.4`
}
