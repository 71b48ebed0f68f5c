import { useEffect, useSyncExternalStore } from 'react'
import type { MenuItem } from '../parts/Overlays'

/** What the screen offers to the palette: the record it is about and its verbs. */
export interface Scene {
  about: string
  verbs: MenuItem[]
}

let scene: Scene | null = null
const listeners = new Set<() => void>()

function set(next: Scene | null) {
  scene = next
  for (const fn of listeners) fn()
}

/** useStage lets a screen say what can be done on it, while it is shown. */
export function useStage(about: string, verbs: MenuItem[]) {
  useEffect(() => {
    set(about ? { about, verbs } : null)
    return () => set(null)
  }, [about, verbs])
}

export function useScene(): Scene | null {
  return useSyncExternalStore(
    (fn) => {
      listeners.add(fn)
      return () => {
        listeners.delete(fn)
      }
    },
    () => scene,
  )
}
