import { sparkShape } from './spark-geometry'
import { sentence, short, type WalkSummary } from './walk'

/** The walk in a row of dots, with the rung in words beside it. */
export function Spark({
  walk,
  label = true,
  scale = 1,
}: {
  walk: WalkSummary
  label?: boolean
  scale?: number
}) {
  const s = sparkShape(walk)
  return (
    <span
      className={`spark${walk.state === 'waiting' ? ' lad-paused' : ''}`}
      role="img"
      aria-label={sentence(walk)}
    >
      <svg width={s.width * scale} height={19 * scale} viewBox={`0 0 ${s.width} 19`} aria-hidden="true">
        {s.line && <path className="lad-line" d={s.line} />}
        {s.offerLine && <path className="lad-offerline" d={s.offerLine} />}
        {s.dots.map((d) => {
          if (d.kind === 'solved') return <circle key={d.rank} className="lad-done" cx={d.x} cy={8} r={d.r} />
          if (d.kind === 'now')
            return (
              <g key={d.rank}>
                <circle
                  className={`lad-ring${walk.offer === walk.now ? ' lad-offerline' : ''}`}
                  cx={d.x}
                  cy={8}
                  r={5.6}
                />
                <circle className="lad-now" cx={d.x} cy={8} r={d.r} />
              </g>
            )
          const look = d.kind === 'offer' ? 'lad-offer' : d.kind === 'been' ? 'lad-been' : 'lad-dot'
          return <circle key={d.rank} className={look} cx={d.x} cy={8} r={d.r} />
        })}
        {s.tick && <path className="lad-tick" d={s.tick} />}
        {s.bounce && <path className="lad-bounce" d={s.bounce} />}
        {s.count && (
          <text className="lad-bn" x={s.count.x} y={21}>
            {s.count.text}
          </text>
        )}
      </svg>
      {label && (
        <span className="lv" aria-hidden="true">
          {short(walk.now)}
        </span>
      )}
    </span>
  )
}
