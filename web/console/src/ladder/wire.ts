import type { Handover, LadderWire, Row, SparkWire, Ticket } from '../api/types'
import type { Move, Rung, Stay, Walk, WalkSummary } from './walk'

/** The ladder of the design, drawn until the desk's own levels are loaded. */
export const usualRungs: Rung[] = [
  { rank: 0, name: 'Self-service' },
  { rank: 1, name: 'First line' },
  { rank: 2, name: 'Second line' },
  { rank: 3, name: 'Experts' },
  { rank: 4, name: 'Vendors' },
]

/** The project team stands beside the ladder: an offer to it is no rung to draw. */
const onLadder = (rank: number | undefined) => (rank === undefined || rank < 0 ? null : rank)

/** summaryOf reads the walk of a row. */
export function summaryOf(spark: SparkWire, rungs: Rung[]): WalkSummary {
  return {
    rungs,
    now: spark.now,
    been: spark.seen.filter((r) => r !== spark.now),
    offer: onLadder(spark.offered),
    returns: spark.returns,
    state: spark.solved ? 'solved' : spark.paused ? 'waiting' : 'open',
  }
}

export const summaryOfRow = (row: Row, rungs: Rung[]) => summaryOf(row.spark, rungs)
export const summaryOfHandover = (h: Handover, rungs: Rung[]) => summaryOf(h.spark, rungs)

/** walkOf reads the whole walk of a ticket, up to now for the stay that is still open. */
export function walkOf(ticket: Ticket, now: Date): Walk {
  const { ladder } = ticket
  const rungs = ladder.rungs.map(({ rank, name }) => ({ rank, name }))
  const solved = ticket.state === 'resolved' || ticket.state === 'closed'
  const held = ladder.stays.filter((s) => s.kind !== 'solved')
  // What waits for its maker stands on the makers' rung, although its team goes on owning it.
  const maker = solved ? undefined : held.find((s) => !s.to && s.on === 'vendor')?.rank
  const here = maker ?? ticket.level.rank
  return {
    rungs,
    now: here,
    been: [...new Set(held.filter((s) => s.kind !== 'offered').map((s) => s.rank))].filter((r) => r !== here),
    offer: onLadder(ticket.offer?.rank),
    returns: ladder.returns,
    state: solved ? 'solved' : ticket.state === 'waiting' ? 'waiting' : 'open',
    stays: staysOf(ladder, now),
  }
}

/**
 * staysOf lays the walk out in one line of time. While a handover is on offer
 * its holder still holds the ticket, but the line stands dotted on the rung
 * that was asked: an offer covers what it overlaps. Waiting on a rung is still
 * that rung's stay.
 */
export function staysOf(ladder: LadderWire, now: Date): Stay[] {
  const shown = ladder.stays.filter((s) => s.kind !== 'solved' && s.rank >= 0)
  // The clock of the page ticks once a minute: what began since is not before it.
  const end = Math.max(now.getTime(), ...shown.map((s) => Date.parse(s.from) + 1000))
  const spans = shown.map((s) => ({
    rank: s.rank,
    offered: s.kind === 'offered',
    from: Date.parse(s.from),
    to: s.to ? Date.parse(s.to) : end,
  }))
  const cuts = [...new Set(spans.flatMap((s) => [s.from, s.to]))].sort((a, b) => a - b)
  const out: Stay[] = []
  cuts.forEach((from, i) => {
    const to = cuts[i + 1]
    if (to === undefined) return
    const over = spans.filter((s) => s.from <= from && s.to >= to)
    const drawn = over.find((s) => s.offered) ?? over.at(-1)
    if (drawn) append(out, drawn.rank, drawn.offered ? 'offered' : 'held', from, to, ladder.hops)
  })
  const last = out.at(-1)
  if (last && ladder.stays.some((s) => !s.to && s.kind !== 'solved')) last.to = null
  return out
}

function append(
  out: Stay[],
  rank: number,
  kind: Stay['kind'],
  from: number,
  to: number,
  hops: LadderWire['hops'],
) {
  const before = out.at(-1)
  const end = new Date(to).toISOString()
  const seconds = Math.max(0, (to - from) / 1000)
  if (before && before.rank === rank && before.kind === kind) {
    before.seconds += seconds
    before.to = end
    return
  }
  const start = new Date(from).toISOString()
  out.push({ rank, seconds, from: start, to: end, kind, began: began(before, rank, start, hops) })
}

function began(before: Stay | undefined, rank: number, from: string, hops: LadderWire['hops']): Move {
  if (!before) return 'start'
  if (before.rank === rank) return 'taken'
  if (before.rank < rank) return 'up'
  const fell = hops.some((h) => h.kind === 'return' && (near(h.at, from) || near(h.at, before.from)))
  return fell ? 'returned' : 'down'
}

/** A hop and the stay it starts are written in one transaction, in the same second. */
const near = (a: string, b: string) => Math.abs(Date.parse(a) - Date.parse(b)) < 2000

/** heldMap is the time per rung as the desk added it up. */
export const heldMap = (ladder: LadderWire) => new Map(ladder.rungs.map((r) => [r.rank, r.held_us / 1e6]))
