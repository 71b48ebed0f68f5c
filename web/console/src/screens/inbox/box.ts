import type { Box } from '../../api/queries'
import type { Handover } from '../../api/types'
import type { IconName } from '../../parts/Icon'
import type { Answering } from './answers'

/** How a box of handovers is laid out. Pure, tested by a table. */

export interface Group {
  id: string
  text: string
  icon: IconName
  items: Handover[]
}

/** backWithUs tells whether a returned handover still waits for somebody's answer to it. */
export const backWithUs = (h: Handover): boolean =>
  !h.spark.solved && h.spark.offered === undefined && h.spark.now === h.from.rank

/** latestOf keeps the newest of each ticket: an older return was answered by a later handover. */
const latestOf = (items: Handover[]): Set<string> => {
  const newest = new Map<string, Handover>()
  for (const h of items) {
    const other = newest.get(h.ticket.ref)
    if (!other || other.offered_at < h.offered_at) newest.set(h.ticket.ref, h)
  }
  return new Set([...newest.values()].map((h) => h.id))
}

/** groupsOf splits a box: what fits the reader before the rest, what waits before what is over. */
export function groupsOf(box: Box, items: Handover[], answers: ReadonlyMap<string, Answering>): Group[] {
  // A return that is on its way is gone for the eye; undo brings it back.
  const shown = items.filter((h) => answers.get(h.id)?.state !== 'leaving')
  const split = (
    first: (h: Handover) => boolean,
    a: Omit<Group, 'items'>,
    b: Omit<Group, 'items'>,
  ): Group[] =>
    [
      { ...a, items: shown.filter(first) },
      { ...b, items: shown.filter((h) => !first(h)) },
    ].filter((g) => g.items.length > 0)
  switch (box) {
    case 'to_us':
      return split(
        (h) => h.fits_me === true,
        { id: 'mine', text: 'Fits your skills', icon: 'circle-user-round' },
        { id: 'team', text: 'For the team', icon: 'users-round' },
      )
    case 'sent':
      return split(
        (h) => h.state === 'offered',
        { id: 'open', text: 'Waiting for an answer', icon: 'circle-dashed' },
        { id: 'answered', text: 'Answered', icon: 'check' },
      )
    default: {
      const latest = latestOf(shown)
      return split(
        (h) => latest.has(h.id) && backWithUs(h),
        { id: 'back', text: 'Back with us', icon: 'corner-right-down' },
        { id: 'gone', text: 'On their way again', icon: 'check' },
      )
    }
  }
}

/** waitingIn is the number on a tab: only what still asks for something. */
export function waitingIn(box: Box, items: Handover[]): number {
  if (box === 'returned') {
    const latest = latestOf(items)
    return items.filter((h) => latest.has(h.id) && backWithUs(h)).length
  }
  return items.filter((h) => h.state === 'offered').length
}

/** nextOf is where the focus goes when one is gone. */
export function nextOf(ids: string[], gone: string): string | undefined {
  const i = ids.indexOf(gone)
  return ids[i + 1] ?? ids[i - 1]
}

/** The boxes as tabs. */
export const boxes: { id: Box; text: string }[] = [
  { id: 'to_us', text: 'To us' },
  { id: 'sent', text: 'Sent' },
  { id: 'returned', text: 'Returned to us' },
]

export const isBox = (word: string | undefined): word is Box => boxes.some((b) => b.id === word)
