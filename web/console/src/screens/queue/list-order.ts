import type { Row } from '../../api/types'
import type { IconName } from '../../parts/Icon'

/** What the list shows: heads and rows, in one flat order that can be virtualised. */
export type Line = { kind: 'group'; group: Group; count: number; folded: boolean } | { kind: 'row'; row: Row }

export interface Group {
  id: 'soon' | 'today' | 'later' | 'waiting' | 'solved'
  text: string
  icon: IconName
}

export const groups: Group[] = [
  { id: 'soon', text: 'Next two hours', icon: 'alarm-clock' },
  { id: 'today', text: 'Later today', icon: 'sun' },
  { id: 'later', text: 'Later', icon: 'clock-4' },
  { id: 'waiting', text: 'Waiting on someone else', icon: 'pause' },
  { id: 'solved', text: 'Solved', icon: 'circle-check' },
]

const twoHours = 2 * 3600_000

/** groupOf says under which head a row stands: what runs out next decides, what is over comes first. */
export function groupOf(row: Row, now: number): Group['id'] {
  if (row.state === 'resolved' || row.state === 'closed') return 'solved'
  const due = row.clock?.due_at
  if (!due) return row.state === 'waiting' || row.clock?.state === 'paused' ? 'waiting' : 'later'
  const at = Date.parse(due)
  if (at - now <= twoHours) return 'soon'
  return new Date(at).toDateString() === new Date(now).toDateString() ? 'today' : 'later'
}

/** linesOf puts rows under their heads, keeping their order; empty heads are left out. */
export function linesOf(rows: Row[], folded: ReadonlySet<string>, now: number): Line[] {
  const out: Line[] = []
  for (const group of groups) {
    const inside = rows.filter((r) => groupOf(r, now) === group.id)
    if (inside.length === 0) continue
    const shut = folded.has(group.id)
    out.push({ kind: 'group', group, count: inside.length, folded: shut })
    if (!shut) for (const row of inside) out.push({ kind: 'row', row })
  }
  return out
}

/** flat is a list in another order than the clocks': it has no heads. */
export const flat = (rows: Row[]): Line[] => rows.map((row) => ({ kind: 'row', row }))

/** The refs a key can reach, from top to bottom. */
export function reachable(lines: Line[]): string[] {
  return lines.flatMap((l) => (l.kind === 'row' ? [l.row.ref] : []))
}

/** step moves the focus; from nowhere it enters at the top or the bottom. */
export function step(refs: string[], at: string | undefined, by: number): string | undefined {
  if (refs.length === 0) return undefined
  const i = at ? refs.indexOf(at) : -1
  if (i < 0) return by > 0 ? refs[0] : refs[refs.length - 1]
  return refs[Math.min(refs.length - 1, Math.max(0, i + by))]
}

/** afterAction is where the focus goes when the row under it has been dealt with. */
export function afterAction(
  refs: string[],
  done: ReadonlySet<string>,
  at: string | undefined,
): string | undefined {
  const i = at ? refs.indexOf(at) : -1
  const below = refs.slice(i + 1).find((r) => !done.has(r))
  if (below) return below
  return refs
    .slice(0, Math.max(0, i))
    .reverse()
    .find((r) => !done.has(r))
}

export interface Settled {
  rows: Row[]
  /** Arrivals that wait behind "3 new", so that nothing moves under the pointer. */
  waiting: number
}

/** settle keeps the order that is on screen: known rows change in place, gone rows go, new ones wait. */
export function settle(shown: readonly string[], latest: Row[]): Settled {
  const byRef = new Map(latest.map((r) => [r.ref, r]))
  const rows = shown.flatMap((ref) => byRef.get(ref) ?? [])
  return { rows, waiting: latest.length - rows.length }
}

/** range is what Shift J and Shift K add: everything from the anchor to the focus. */
export function range(refs: string[], anchor: string | undefined, to: string | undefined): string[] {
  if (!to) return []
  const b = refs.indexOf(to)
  const a = anchor ? refs.indexOf(anchor) : b
  if (a < 0 || b < 0) return [to]
  return refs.slice(Math.min(a, b), Math.max(a, b) + 1)
}
