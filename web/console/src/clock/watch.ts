import { deskNow } from '../words/desk-time'
import { nextChange, type Reading, readingAt } from './reading'
import type { ClockBrief } from './wire'

/** Browsers keep a timer for 24 days at most. */
const longest = 24 * 3600_000

/**
 * watch calls back whenever a clock says something else: each minute, each
 * second of the last five minutes, and at the moments when it turns. A clock
 * that nobody watches costs nothing.
 */
export function watch(c: ClockBrief, say: (r: Reading) => void): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null
  const next = () => {
    const wait = nextChange(c, deskNow())
    if (wait === Number.POSITIVE_INFINITY) return
    timer = setTimeout(tick, Math.min(wait, longest))
  }
  const tick = () => {
    say(readingAt(c, deskNow()))
    next()
  }
  next()
  return () => {
    if (timer) clearTimeout(timer)
  }
}
