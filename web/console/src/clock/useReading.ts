import { useEffect, useRef, useState } from 'react'
import { announce } from '../shell/announce'
import { deskNow } from '../words/desk-time'
import { type Reading, readingAt, turnWords } from './reading'
import { watch } from './watch'
import type { ClockBrief } from './wire'

/**
 * useReading is what a clock says now. While it is on screen it turns by itself,
 * and says so aloud: amber politely, over at once.
 */
export function useReading(c: ClockBrief, about?: string): Reading {
  const [, again] = useState(0)
  const shown = readingAt(c, deskNow())
  // A clock is what it promises; the rest of the record may come anew every second.
  const same = [c.kind, c.run, c.due_at, c.soon_at, c.paused_on].join()
  const last = useRef({ same, state: shown.state })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the parts of the clock that matter stand in same.
  useEffect(() => {
    last.current = { same, state: readingAt(c, deskNow()).state }
    return watch(c, (r) => {
      const before = last.current.state
      last.current = { same, state: r.state }
      if (about && r.state !== before && r.state !== 'ok')
        announce(turnWords(about, c, r), r.state === 'late' ? 'assertive' : 'polite')
      again((n) => n + 1)
    })
  }, [same, about])
  return shown
}
