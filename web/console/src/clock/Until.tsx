import { Icon } from '../parts/Icon'
import { due } from '../words/time'
import { useReading } from './useReading'
import type { ClockBrief } from './wire'

/** A promise as people say it: “by 12:53”. It turns as every clock does. */
export function Until({ clock, about }: { clock: ClockBrief; about?: string }) {
  const r = useReading(clock, about)
  if (r.state === 'paused' || !clock.due_at)
    return (
      <span className="clock paused" data-clock="paused">
        <Icon name="pause" />
        <span className="sr">paused, </span>
        {r.value}
      </span>
    )
  return (
    <span className={`num until ${r.state}`} data-clock={r.state}>
      {r.before && <span className="sr">{r.before}</span>}
      {r.state === 'late' ? r.value : `by ${due(clock.due_at, new Date())}`}
    </span>
  )
}
