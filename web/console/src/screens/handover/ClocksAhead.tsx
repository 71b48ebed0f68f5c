import type { Handing } from '../../api/types'
import { aheadWords, type Moment, momentsOf, width } from './ahead-geometry'
import styles from './ClocksAhead.module.css'

/** What the clocks do: until when they accept, until when it is fixed, and the promise, which stays. */
export function ClocksAhead({ clocks }: { clocks: Handing | undefined }) {
  const list = clocks ? momentsOf(clocks) : []
  if (!clocks || list.length === 0) return null
  const find = (kind: Moment['kind']) => list.find((m) => m.kind === kind)
  const now = find('now')?.x ?? 0
  const accept = find('accept')?.x ?? now
  const fix = find('fix')?.x
  const promise = find('promise')?.x
  return (
    <div className={styles.ahead}>
      <span className="label">What the clocks do</span>
      <svg
        width={width}
        height="56"
        viewBox={`-14 0 ${width + 28} 56`}
        role="img"
        aria-label={aheadWords(list, clocks.short)}
      >
        <path d={`M0 29H${width}`} className={styles.axis} />
        <path d={`M${now} 29H${accept}`} className={styles.offered} />
        {fix !== undefined && <path d={`M${accept} 29H${fix}`} className={styles.held} />}
        {fix !== undefined && promise !== undefined && promise !== fix && (
          <path
            d={`M${Math.min(fix, promise)} 29H${Math.max(fix, promise)}`}
            className={clocks.short ? styles.short : styles.spare}
          />
        )}
        <circle cx={now} cy="29" r="4.5" className={styles.nowDot} />
        {list.map((m) => (
          <Mark key={m.kind} moment={m} short={clocks.short} />
        ))}
      </svg>
    </div>
  )
}

function Mark({ moment: m, short }: { moment: Moment; short: boolean }) {
  const look = m.kind === 'promise' && short ? 'warn' : m.kind
  return (
    <g className={styles[`m-${look}`]}>
      {m.kind !== 'now' && <path d={`M${m.x} 22v14`} />}
      <text x={m.x} y="11" textAnchor="middle">
        {m.top}
      </text>
      <text x={m.x} y="51" textAnchor="middle" className={styles.under}>
        {m.bottom}
      </text>
    </g>
  )
}
