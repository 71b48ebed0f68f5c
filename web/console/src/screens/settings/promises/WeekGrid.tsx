import { type PointerEvent, useId, useRef, useState } from 'react'
import { Button } from '../../../parts/Button'
import styles from './Promises.module.css'
import { cells, dayNames, hoursOf, isOpen, painted, readDay, step, timeOf } from './week'

interface WeekGridProps {
  week: string[][]
  error?: string
  onChange: (week: string[][]) => void
}

interface Cell {
  day: number
  at: number
}

/**
 * The week as a grid of half hours: arrows move, Space opens or closes, with Shift
 * the arrows go on doing so. What is finer is written beside it.
 */
export function WeekGrid({ week, error, onChange }: WeekGridProps) {
  const id = useId()
  const [on, setOn] = useState<Cell>({ day: 0, at: 18 })
  const grid = useRef<HTMLTableElement>(null)
  const brush = useRef<{ from: Cell; open: boolean; day: string[] } | null>(null)

  const setDay = (day: number, to: string[]) => onChange(week.map((d, i) => (i === day ? to : d)))
  const focus = (to: Cell) => {
    setOn(to)
    grid.current?.querySelector<HTMLElement>(`[data-cell="${to.day}.${to.at}"]`)?.focus()
  }
  const key = (e: React.KeyboardEvent) => {
    const by = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[e.key]
    const day = week[on.day] ?? []
    if (e.key === ' ') {
      e.preventDefault()
      setDay(on.day, painted(day, on.at, on.at, !isOpen(day, on.at)))
    } else if (e.key === 'Home' || e.key === 'End') {
      e.preventDefault()
      focus({ day: on.day, at: e.key === 'Home' ? 0 : cells - 1 })
    } else if (by) {
      e.preventDefault()
      const to = {
        day: Math.min(6, Math.max(0, on.day + (by[0] ?? 0))),
        at: Math.min(cells - 1, Math.max(0, on.at + (by[1] ?? 0))),
      }
      if (e.shiftKey && to.day === on.day) setDay(on.day, painted(day, on.at, to.at, isOpen(day, on.at)))
      focus(to)
    }
  }
  const cellAt = (e: PointerEvent) => placeOf(document.elementFromPoint(e.clientX, e.clientY))
  const down = (e: PointerEvent) => {
    const from = cellAt(e)
    if (!from) return
    const day = week[from.day] ?? []
    brush.current = { from, open: !isOpen(day, from.at), day }
    setDay(from.day, painted(day, from.at, from.at, brush.current.open))
    setOn(from)
  }
  const move = (e: PointerEvent) => {
    const at = brush.current && cellAt(e)
    const b = brush.current
    if (b && at && at.day === b.from.day) setDay(at.day, painted(b.day, b.from.at, at.at, b.open))
  }
  const stop = () => {
    brush.current = null
  }
  return (
    <section className={styles.week} aria-labelledby={id}>
      <header className="row">
        <h3 id={id} className="b">
          Open
        </h3>
        <span className="small ink-3">{hoursOf(week)} h a week</span>
        <span className="grow" />
        <Button
          size="small"
          off={week.slice(1, 5).every((d) => d.join() === week[0]?.join()) && 'They are the same already.'}
          onClick={() => onChange(week.map((d, i) => (i > 0 && i < 5 ? (week[0] ?? []) : d)))}
        >
          Tuesday to Friday as Monday
        </Button>
      </header>
      <table
        ref={grid}
        className={styles.grid}
        // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a table whose cells are pressed is a grid.
        role="grid"
        aria-label="Open hours, in half hours"
        aria-describedby={`${id}-how`}
        onFocus={(e) => {
          const at = placeOf(e.target)
          if (at) setOn(at)
        }}
        onKeyDown={key}
        onPointerDown={down}
        onPointerMove={move}
        onPointerUp={stop}
        onPointerLeave={stop}
      >
        <thead aria-hidden="true">
          <tr>
            <th />
            {[0, 6, 12, 18].map((h) => (
              <td key={h} colSpan={cells / 4}>
                {timeOf(h * 60)}
              </td>
            ))}
            <td className={styles.exact} />
          </tr>
        </thead>
        <tbody>
          {dayNames.map((name, day) => (
            <tr key={name}>
              <th scope="row">{name.slice(0, 3)}</th>
              {Array.from({ length: cells }, (_, at) => {
                const open = isOpen(week[day] ?? [], at)
                return (
                  <td
                    key={at}
                    data-cell={`${day}.${at}`}
                    data-open={open || undefined}
                    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: see above.
                    role="gridcell"
                    tabIndex={on.day === day && on.at === at ? 0 : -1}
                    aria-selected={open}
                    aria-label={`${name} ${timeOf(at * step)}, ${open ? 'open' : 'closed'}`}
                  />
                )
              })}
              <td className={styles.exact}>
                <DayText name={name} day={week[day] ?? []} onChange={(to) => setDay(day, to)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="hint" id={`${id}-how`}>
        Arrows move, Space opens or closes, with Shift the arrows paint. Beside it, to the minute: 9-12,
        13-17:30.
      </p>
      {error && (
        <p className="err" role="alert" tabIndex={-1} aria-invalid="true">
          {error}
        </p>
      )}
    </section>
  )
}

/** placeOf reads which cell an element of the page is, if it is one. */
function placeOf(el: Element | null): Cell | null {
  const [day, at] = (el?.closest<HTMLElement>('[data-cell]')?.dataset.cell ?? '').split('.').map(Number)
  return day === undefined || at === undefined || Number.isNaN(day) ? null : { day, at }
}

/** A day in words; what cannot be read stays until it is mended. */
function DayText({
  name,
  day,
  onChange,
}: {
  name: string
  day: string[]
  onChange: (day: string[]) => void
}) {
  const [text, setText] = useState<string | null>(null)
  const done = () => {
    if (text === null) return
    const read = readDay(text)
    if (read === null) return
    if (read.join() !== day.join()) onChange(read)
    setText(null)
  }
  return (
    <input
      className={`field${text !== null && readDay(text) === null ? ' error' : ''}`}
      aria-label={`Windows of ${name}`}
      aria-invalid={text !== null && readDay(text) === null ? true : undefined}
      placeholder="closed"
      value={text ?? day.join(', ')}
      onChange={(e) => setText(e.target.value)}
      onBlur={done}
      onKeyDown={(e) => {
        e.stopPropagation()
        if (e.key !== 'Enter' || e.ctrlKey || e.metaKey) return
        e.preventDefault()
        done()
      }}
    />
  )
}
