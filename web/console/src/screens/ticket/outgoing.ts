import { useSyncExternalStore } from 'react'

/** What was sent but may still be taken back: shown in the timeline, not yet on the desk. */
export interface Outgoing {
  text: string
  words: string
}

let leaving: ReadonlyMap<string, Outgoing> = new Map()
const listeners = new Set<() => void>()

export function setOutgoing(ref: string, out: Outgoing | null) {
  const next = new Map(leaving)
  if (out) next.set(ref, out)
  else next.delete(ref)
  leaving = next
  for (const fn of listeners) fn()
}

export function useOutgoing(ref: string): Outgoing | undefined {
  return useSyncExternalStore(
    (fn) => {
      listeners.add(fn)
      return () => {
        listeners.delete(fn)
      }
    },
    () => leaving.get(ref),
  )
}
