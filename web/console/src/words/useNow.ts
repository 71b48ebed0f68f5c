import { useSyncExternalStore } from 'react'

/** Times on screen follow the clock once a minute, all in the same moment. */
let now = new Date()
const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | null = null

function subscribe(fn: () => void) {
  // Nobody looked for a while: the kept moment is old.
  if (listeners.size === 0) now = new Date()
  listeners.add(fn)
  timer ??= setInterval(() => {
    now = new Date()
    for (const l of listeners) l()
  }, 60_000)
  return () => {
    listeners.delete(fn)
    if (listeners.size === 0 && timer) {
      clearInterval(timer)
      timer = null
    }
  }
}

export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => now)
}
