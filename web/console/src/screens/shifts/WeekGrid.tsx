import { useRef, useState } from 'react'
import type { Plan, PlanDuty, PlanRow } from '../../api/shifts'
import { Avatar } from '../../parts/Avatar'
import { Icon } from '../../parts/Icon'
import type { Picked } from './CellSheet'
import styles from './Shifts.module.css'
import { type Day, dutiesOf, keyOf, type Piece, piecesOf, spoken, step } from './week'

interface WeekGridProps {
  plan: Plan
  days: Day[]
  team: string
  now: Date
  onPick: (picked: Picked) => void
}

/** A line of the grid: who is on call, or one person's week. */
interface Line {
  key: string
  name: string
  row?: PlanRow
  duties?: PlanDuty[]
  team?: string
}

function linesOf(plan: Plan, team: string): Line[] {
  const managers: Line = {
    key: 'duty',
    name: 'Duty manager',
    duties: plan.on_call.filter((d) => !d.team),
    team: '',
  }
  const call: Line = {
    key: 'call',
    name: 'On call',
    duties: plan.on_call.filter((d) => d.team?.id === team),
    team,
  }
  return [
    managers,
    ...(team ? [call] : []),
    ...plan.people.map((row) => ({ key: row.person.id, name: row.person.name, row })),
  ]
}

/** People and days. One cell is in the tab order; arrows move, Enter opens. */
export function WeekGrid({ plan, days, team, now, onPick }: WeekGridProps) {
  const lines = linesOf(plan, team)
  const today = keyOf(now)
  const [at, setAt] = useState({
    row: 0,
    day: Math.max(
      0,
      days.findIndex((d) => d.key === today),
    ),
  })
  const table = useRef<HTMLTableElement>(null)
  const stop = { row: Math.min(at.row, lines.length - 1), day: at.day }
  const move = (e: React.KeyboardEvent) => {
    const next = step(e.key, stop, lines.length)
    if (!next) return
    e.preventDefault()
    setAt(next)
    table.current?.querySelector<HTMLElement>(`[data-cell="${next.row}-${next.day}"]`)?.focus()
  }
  return (
    <table className={styles.grid} aria-label="Shifts of the week" ref={table} onKeyDown={move}>
      <thead>
        <tr>
          <th scope="col">
            <span className="sr">Who</span>
          </th>
          {days.map((d) => (
            <th key={d.key} scope="col" className={d.key === today ? styles.today : ''} aria-label={d.title}>
              {d.head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {lines.map((line, r) => (
          <tr key={line.key} className={line.duties ? styles.duties : ''}>
            <th scope="row">
              <Who line={line} plan={plan} onPick={onPick} day={days[0]} />
            </th>
            {days.map((day, d) => {
              const pieces = line.row ? piecesOf(line.row, day) : dutiesOf(line.duties ?? [], day)
              return (
                <td key={day.key} className={day.key === today ? styles.today : ''}>
                  <button
                    type="button"
                    className={styles.cell}
                    data-cell={`${r}-${d}`}
                    tabIndex={stop.row === r && stop.day === d ? 0 : -1}
                    aria-label={spoken(line.name, day, pieces)}
                    onFocus={() => setAt({ row: r, day: d })}
                    onClick={() => onPick({ row: line.row, duties: line.duties, dutyTeam: line.team, day })}
                  >
                    {pieces.map((p) => (
                      <Part key={`${p.kind}${p.from}${p.to}`} piece={p} />
                    ))}
                  </button>
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Part({ piece }: { piece: Piece }) {
  return (
    <span className={`${styles.piece} ${styles[piece.kind]}`} title={piece.note}>
      {piece.kind === 'away' && <Icon name="pause" size="xs" />}
      <span className="trunc">{piece.text}</span>
    </span>
  )
}

interface WhoProps {
  line: Line
  plan: Plan
  day: Day | undefined
  onPick: (picked: Picked) => void
}

/** The name of a line; for those who plan it opens what comes again every week. */
function Who({ line, plan, day, onPick }: WhoProps) {
  const { row } = line
  if (!row || !day)
    return (
      <span className={styles.who}>
        <Icon name={line.key === 'duty' ? 'badge-alert' : 'phone'} size="s" />
        {line.name}
      </span>
    )
  const zone = row.time_zone === Intl.DateTimeFormat().resolvedOptions().timeZone ? '' : row.time_zone
  const inner = (
    <>
      <Avatar name={line.name} presence={row.person.presence} size="s" />
      <span className="grow trunc">
        <span className="trunc">{line.name}</span>
        {(zone || !row.planned) && (
          <span className="small ink-3 trunc">{row.planned ? zone : 'no shifts'}</span>
        )}
      </span>
    </>
  )
  if (!plan.can.plan_shifts) return <span className={styles.who}>{inner}</span>
  return (
    <button
      type="button"
      className={styles.who}
      title="Plan their week"
      onClick={() => onPick({ row, day, ask: 'week' })}
    >
      {inner}
    </button>
  )
}
