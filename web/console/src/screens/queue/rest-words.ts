import type { Rest } from '../../api/types'
import { due } from '../../words/time'

const dayOf = (d: Date) => d.toDateString()

/** What the empty queue says below its title: that all is seen to, and what is promised next. */
export function restWords(rest: Rest | undefined, now: Date): string {
  const seen =
    rest && rest.ours > 0 && rest.resting === rest.ours
      ? rest.ours === 1
        ? 'The one that your team has is answered, handed over or waiting on someone else.'
        : `All ${rest.ours} are answered, handed over or waiting on someone else.`
      : 'Everything here is answered, handed over or waiting on someone else.'
  if (!rest?.next) return seen
  const at = new Date(rest.next.due_at)
  const when = dayOf(at) === dayOf(now) ? `at ${due(at, now)}` : due(at, now)
  return `${seen} The next promise is due ${when}.`
}
