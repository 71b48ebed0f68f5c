import { useSyncExternalStore } from 'react'

/** Words for those who do not see the change: polite for news, assertive for what is over. */
interface Words {
  polite: string
  assertive: string
}

let words: Words = { polite: '', assertive: '' }
const listeners = new Set<() => void>()

export function announce(text: string, how: keyof Words = 'polite') {
  words = { ...words, [how]: text }
  for (const fn of listeners) fn()
}

export function Announcer() {
  const now = useSyncExternalStore(
    (fn) => {
      listeners.add(fn)
      return () => {
        listeners.delete(fn)
      }
    },
    () => words,
  )
  return (
    <>
      <div className="sr" aria-live="polite">
        {now.polite}
      </div>
      <div className="sr" aria-live="assertive">
        {now.assertive}
      </div>
    </>
  )
}
