import { brief, clock, span } from '../words/time'
import { plotShape } from './plot-geometry'
import { returnedWords, sentence, short, type Walk } from './walk'

interface PlotProps {
  walk: Walk
  held: Map<number, number>
  now: Date
  width?: number
  row?: number
  times?: boolean
}

/** Rungs down the side, the path walking right with time, time per rung at the end of its row. */
export function Plot({ walk, held, now, width = 176, row = 20, times = false }: PlotProps) {
  const shape = plotShape(walk.rungs, walk.stays, walk.state, { width, row })
  const rungs = [...walk.rungs].sort((a, b) => b.rank - a.rank)
  const look = (rank: number) => (rank === walk.now ? 'now' : walk.been.includes(rank) ? 'been' : '')
  return (
    <div className={`lp row-${row}`}>
      <ol aria-hidden="true">
        {rungs.map((r) => (
          <li key={r.rank} className={look(r.rank)}>
            <b>{short(r.rank)}</b>
            {r.name}
          </li>
        ))}
      </ol>
      <div className="ladder" role="img" aria-label={sentence(walk)}>
        <svg
          width={width}
          height={shape.height + (times ? 16 : 0)}
          viewBox={`0 0 ${width} ${shape.height + (times ? 16 : 0)}`}
          aria-hidden="true"
        >
          {shape.rungs.map((d) => (
            <path key={d} className="lp-rung" d={d} />
          ))}
          {shape.ups.map((d, i) => (
            <path key={i} className="lp-up" d={d} />
          ))}
          {shape.downs.map((d, i) => (
            <g key={i}>
              <path className="lp-down" d={d.d} />
              <path className="lp-arrow" d={d.arrow} />
            </g>
          ))}
          {shape.stretches.map((s, i) => (
            <path key={i} className={`lp-${s.kind}`} d={s.d} />
          ))}
          {shape.fold && (
            <text className="lp-tick" x={shape.fold.x} y={shape.fold.y} textAnchor="middle">
              {shape.fold.text}
            </text>
          )}
          {shape.head && <Head {...shape.head} state={walk.state} />}
          {times &&
            shape.ticks.map((t) => (
              <text key={t.x} className="lp-tick" x={t.x} y={shape.height + 12} textAnchor={t.anchor}>
                {tickTime(t.at, now)}
              </text>
            ))}
          {times && (
            <text className="lp-tick lp-today" x={width} y={shape.height + 12} textAnchor="end">
              {walk.state === 'solved' ? 'solved' : 'now'}
            </text>
          )}
        </svg>
      </div>
      <ol className="r" aria-label="Time per rung">
        {rungs.map((r) => (
          <li key={r.rank} className={look(r.rank)}>
            <span className="sr">{r.name}: </span>
            {held.get(r.rank) ? span(held.get(r.rank) ?? 0) : '–'}
          </li>
        ))}
      </ol>
    </div>
  )
}

function Head({ x, y, state }: { x: number; y: number; state: Walk['state'] }) {
  if (state === 'solved')
    return (
      <>
        <circle className="lad-done" cx={x} cy={y} r={6.5} />
        <path className="lad-tick" d={`M${x - 2.8} ${y + 0.2}l2 2 3.6-4`} />
      </>
    )
  return (
    <g className={state === 'waiting' ? 'lad-paused' : undefined}>
      <circle className="lp-head" cx={x} cy={y} r={6.5} />
      <circle className="lad-now" cx={x} cy={y} r={state === 'waiting' ? 2.6 : 3.5} />
    </g>
  )
}

/** Within a day a clock time is clear; before that the day matters more. */
function tickTime(at: string, now: Date): string {
  return now.getTime() - Date.parse(at) < 86_400_000 ? clock(at) : brief(at, now)
}

/** The head line: "2 h 39 m · returned once". */
export function plotHead(ageSeconds: number, returns: number): string {
  const back = returnedWords(returns)
  return back ? `${span(ageSeconds)} · ${back}` : span(ageSeconds)
}
