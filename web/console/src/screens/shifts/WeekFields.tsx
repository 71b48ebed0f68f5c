import { useState } from 'react'
import { useTeams } from '../../api/queries'
import { type PlanRow, type PlanShift, rota, useRota } from '../../api/shifts'
import { Button } from '../../parts/Button'
import { Check, Input, Pick } from '../../parts/Forms'
import { toasts } from '../../toast/toasts'
import { Refusal } from './Refusal'
import styles from './Shifts.module.css'

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

interface WeekFieldsProps {
  row: PlanRow
  team: string
  onClose: () => void
}

/** What somebody works every week, or every few weeks of a rota. */
export function WeekFields({ row, team, onClose }: WeekFieldsProps) {
  const teams = (useTeams().data ?? []).map((t) => ({ value: t.id, text: t.name }))
  const [days, setDays] = useState([1, 2, 3, 4, 5])
  const [starts, setStarts] = useState('09:00')
  const [ends, setEnds] = useState('17:00')
  const [cycle, setCycle] = useState(1)
  const [week, setWeek] = useState(0)
  const [since, setSince] = useState('')
  const [until, setUntil] = useState('')
  const [of, setOf] = useState(row.shifts.length > 0 ? team : '')
  const save = useRota(rota.plan)
  const send = () => {
    const form = {
      person: row.person.id,
      team: of || undefined,
      weekdays: days,
      starts,
      ends,
      cycle,
      week,
      since: since || undefined,
      until: until || undefined,
    }
    save.mutate([form], { onSuccess: () => toasts.done(`${row.person.name} is planned`) })
  }
  return (
    <form
      className={styles.sheet}
      onSubmit={(e) => {
        e.preventDefault()
        send()
      }}
    >
      <Planned row={row} />
      <fieldset className={styles.weekdays}>
        <legend className="label">On</legend>
        {dayNames.map((name, i) => (
          <Check
            key={name}
            checked={days.includes(i + 1)}
            onChange={(on) => setDays(on ? [...days, i + 1].sort() : days.filter((d) => d !== i + 1))}
          >
            {name.slice(0, 3)}
          </Check>
        ))}
      </fieldset>
      <div className={styles.two}>
        <Input
          label="Starts"
          type="time"
          required
          value={starts}
          onChange={(e) => setStarts(e.target.value)}
        />
        <Input
          label="Ends"
          type="time"
          required
          value={ends}
          onChange={(e) => setEnds(e.target.value)}
          hint={ends <= starts ? 'on the next day' : undefined}
        />
      </div>
      <div className={styles.two}>
        <Pick
          label="Comes again"
          value={String(cycle)}
          options={[1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({
            value: String(n),
            text: n === 1 ? 'every week' : `every ${n} weeks`,
          }))}
          onChange={(e) => {
            setCycle(Number(e.target.value))
            setWeek(0)
          }}
        />
        {cycle > 1 && (
          <Pick
            label="In the"
            value={String(week)}
            options={Array.from({ length: cycle }, (_, n) => ({ value: String(n), text: `${n + 1}. week` }))}
            onChange={(e) => setWeek(Number(e.target.value))}
          />
        )}
      </div>
      <div className={styles.two}>
        <Input
          label="Since"
          type="date"
          value={since}
          onChange={(e) => setSince(e.target.value)}
          hint="Empty: from today."
        />
        <Input
          label="Until"
          type="date"
          value={until}
          onChange={(e) => setUntil(e.target.value)}
          hint="Empty: it goes on."
        />
      </div>
      <Pick
        label="For"
        value={of}
        none="Whichever of their teams"
        options={teams}
        onChange={(e) => setOf(e.target.value)}
      />
      <p className="small ink-3">Times are those of {row.time_zone}.</p>
      <Refusal error={save.error} />
      <div className={styles.acts}>
        <Button
          type="submit"
          look="primary"
          icon="plus"
          busy={save.isPending}
          off={days.length === 0 && 'Choose a day first.'}
        >
          Plan
        </Button>
        <Button onClick={onClose}>Close</Button>
      </div>
    </form>
  )
}

/** What comes again already, and how to let it end. */
function Planned({ row }: { row: PlanRow }) {
  const end = useRota(rota.end)
  if (row.shifts.length === 0) return <p className="ink-2">Nothing comes again yet.</p>
  return (
    <>
      <ul className={styles.facts}>
        {row.shifts.map((s) => (
          <li key={s.id}>
            <span className="grow">{shiftWords(s)}</span>
            <Button size="small" label={`End ${shiftWords(s)}`} icon="x" onClick={() => end.mutate([s.id])} />
          </li>
        ))}
      </ul>
      <Refusal error={end.error} />
    </>
  )
}

/** shiftWords says a shift: "Monday 09:00–17:00, week 2 of 3". */
function shiftWords(s: PlanShift): string {
  const parts = [`${dayNames[s.weekday - 1]} ${s.starts}–${s.ends}`]
  if (s.cycle > 1) parts.push(`week ${s.week + 1} of ${s.cycle}`)
  if (s.until) parts.push(`until ${s.until}`)
  if (s.team) parts.push(s.team.name)
  return parts.join(', ')
}
