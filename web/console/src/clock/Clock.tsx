import { Icon, type IconName } from '../parts/Icon'
import { due } from '../words/time'
import { kindWord, leftWords, type Reading } from './reading'
import { useReading } from './useReading'
import type { ClockBrief } from './wire'

const icons: Record<Reading['state'], IconName | undefined> = {
  ok: undefined,
  soon: 'hourglass',
  late: 'alarm-clock',
  paused: 'pause',
}

interface ClockProps {
  clock: ClockBrief
  /** What it is of, for the words that are said when it turns; without it, it turns silently. */
  about?: string
  /** Only the time: what it is stands beside it. */
  bare?: boolean
  /** “6 m left”, where it stands alone. */
  left?: boolean
}

/** What runs out, and when: grey, amber with an hourglass, red with an alarm, or whom it waits for. */
export function Clock({ clock, about, bare, left }: ClockProps) {
  const r = useReading(clock, about)
  const icon = icons[r.state]
  return (
    <span className={`clock ${r.state}`} data-clock={r.state} title={titleOf(clock)}>
      {icon && <Icon name={icon} />}
      {r.before && <span className="sr">{r.before}</span>}
      {!bare && r.state !== 'paused' && <span className="k">{clock.promise}</span>}
      <span>{left ? leftWords(r) : r.value}</span>
    </span>
  )
}

const titleOf = (c: ClockBrief) =>
  c.due_at ? `${kindWord(c.kind)}, due ${due(c.due_at, new Date())}` : `${kindWord(c.kind)}, paused`
