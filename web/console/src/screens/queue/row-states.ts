import { useSyncExternalStore } from 'react'

/** What the network is doing with a row: nothing jumps back silently. */
export interface RowState {
  kind: 'pending' | 'failed'
  words: string
  again?: () => void
}

let states: ReadonlyMap<string, RowState> = new Map()
const listeners = new Set<() => void>()

function set(ref: string, state: RowState | null) {
  const next = new Map(states)
  if (state) next.set(ref, state)
  else next.delete(ref)
  states = next
  for (const fn of listeners) fn()
}

export function useRowStates(): ReadonlyMap<string, RowState> {
  return useSyncExternalStore(
    (fn) => {
      listeners.add(fn)
      return () => {
        listeners.delete(fn)
      }
    },
    () => states,
  )
}

const spinnerAfter = 300
const givenUpAfter = 8000

/**
 * track runs a change of one row. After 300 ms the row shows what is under way;
 * after 8 s or a refusal it says so and offers another try.
 */
export async function track(ref: string, words: string, change: () => Promise<unknown>): Promise<boolean> {
  const again = () => void track(ref, words, change)
  let settled = false
  const show = setTimeout(() => !settled && set(ref, { kind: 'pending', words }), spinnerAfter)
  const giveUp = setTimeout(() => {
    if (!settled) set(ref, { kind: 'failed', words: 'not saved, the server did not answer', again })
  }, givenUpAfter)
  try {
    await change()
    set(ref, null)
    return true
  } catch (err) {
    const because = err instanceof Error ? err.message : 'the server refused it'
    set(ref, { kind: 'failed', words: `not saved: ${because}`, again })
    return false
  } finally {
    settled = true
    clearTimeout(show)
    clearTimeout(giveUp)
  }
}

export function forgetRow(ref: string) {
  set(ref, null)
}
