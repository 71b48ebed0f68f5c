import type { Entry, LadderWire } from '../../api/types'
import { type RailKind, railKind, type Visit, visitAt, visitsOf } from '../../ladder/rail-geometry'

/** One line of the timeline as it is drawn. */
export type Item =
  | { kind: 'rung'; key: string; visit: Visit; by: string | null; open: boolean; rail: RailKind }
  | { kind: 'entry'; key: string; entry: Entry; rail: RailKind; fresh: boolean }
  | { kind: 'folded'; key: string; entries: Entry[]; rail: RailKind }

/** What people wrote or decided. Everything else is a system event, told in one quiet line. */
const spoken = new Set([
  'handover.expired',
  'handover.asked_back',
  'handover.answered_back',
  'swarm.started',
  'swarm.ended',
  'time.booked',
  'ticket.opened',
  'message.replied',
  'message.noted',
  'ticket.handed_over',
  'handover.returned',
  'ticket.resolved',
  'ticket.reopened',
  'lesson.given',
  'customer.told',
  'clock.breached',
])

export const isSystem = (e: Entry) => !spoken.has(e.kind)

/** From this many in a row on, system events fold into one line. */
const foldFrom = 2

interface Options {
  now: Date
  solved: boolean
  /** The last entry that was on screen before; what came later is new. */
  seenSeq: number
}

/** timelineItems puts the visits to the rungs between the entries, and folds what the system said. */
export function timelineItems(entries: Entry[], ladder: LadderWire, o: Options): Item[] {
  const visits = visitsOf(ladder, o.now)
  const out: Item[] = []
  let shown = -1
  for (const entry of entries) {
    const at = visitAt(visits, entry.at)
    for (let v = shown + 1; v <= at; v++) rungLine(out, visits, v, entries, o.solved)
    shown = Math.max(shown, at)
    // The lettered node says who took it; a second line would only repeat it.
    if (entry.kind === 'handover.accepted' && startsVisit(visits, entry)) continue
    const rail = railKind(visits, at, o.solved)
    if (isSystem(entry)) fold(out, entry, rail)
    else
      out.push({ kind: 'entry', key: entry.id, entry, rail, fresh: o.seenSeq > 0 && entry.seq > o.seenSeq })
  }
  return out.map(unfoldFew)
}

function rungLine(out: Item[], visits: Visit[], i: number, entries: Entry[], solved: boolean) {
  const visit = visits[i]
  if (!visit) return
  const taken = entries.find((e) => e.kind === 'handover.accepted' && near(e.at, visit.from))
  out.push({
    kind: 'rung',
    key: `rung-${visit.from}`,
    visit,
    by: taken?.by.name ?? null,
    open: !solved && i === visits.length - 1,
    rail: railKind(visits, i, solved),
  })
}

function fold(out: Item[], entry: Entry, rail: RailKind) {
  const before = out.at(-1)
  if (before?.kind === 'folded' && before.rail === rail) before.entries.push(entry)
  else out.push({ kind: 'folded', key: `sys-${entry.id}`, entries: [entry], rail })
}

/** A single system event needs no fold: it is one line anyway. */
function unfoldFew(item: Item): Item {
  if (item.kind !== 'folded' || item.entries.length >= foldFrom) return item
  const entry = item.entries[0] as Entry
  return { kind: 'entry', key: entry.id, entry, rail: item.rail, fresh: false }
}

const startsVisit = (visits: Visit[], e: Entry) => visits.some((v) => near(v.from, e.at))

const near = (a: string, b: string) => Math.abs(Date.parse(a) - Date.parse(b)) < 2000
