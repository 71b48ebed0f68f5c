import type { Handover } from '../../api/types'
import { Clock } from '../../clock/Clock'
import { isLive } from '../../clock/names'
import { duration } from '../../words/time'
import styles from './Inbox.module.css'

/** How long the answer may take, and what is left of it, large: it is why one looks here. */
export function AcceptClock({ handover: h }: { handover: Handover }) {
  if (h.state !== 'offered' || !isLive(h.clock)) return null
  return (
    <span className={styles.ack}>
      <span className="label">{h.within ? `Accept within ${duration(h.within)}` : 'Accept'}</span>
      <Clock clock={h.clock} bare left />
    </span>
  )
}
