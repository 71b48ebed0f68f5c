import { useState } from 'react'
import { type Plan, type PlanDuty, rota, useRota } from '../../api/shifts'
import { Button } from '../../parts/Button'
import { Input, Pick } from '../../parts/Forms'
import { Refusal } from './Refusal'
import styles from './Shifts.module.css'
import { type Day, hours, localInput } from './week'

interface DutyFieldsProps {
  duties: PlanDuty[]
  team: string
  day: Day
  plan: Plan
  onClose: () => void
}

/** Who is on call on a day; those who plan change it. */
export function DutyFields({ duties, team, day, plan, onClose }: DutyFieldsProps) {
  const plans = plan.can.plan_shifts === true
  const [person, setPerson] = useState(plan.people[0]?.person.id ?? '')
  const [from, setFrom] = useState(localInput(day.from))
  const [to, setTo] = useState(localInput(day.to))
  const add = useRota(rota.duty)
  const remove = useRota(rota.noDuty)
  const today = duties.filter((d) => new Date(d.from) < day.to && new Date(d.to) > day.from)
  const send = () =>
    add.mutate([
      { person, team: team || undefined, from: new Date(from).toISOString(), to: new Date(to).toISOString() },
    ])
  return (
    <form
      className={styles.sheet}
      onSubmit={(e) => {
        e.preventDefault()
        send()
      }}
    >
      <ul className={styles.facts}>
        {today.length === 0 && <li className="ink-2">Nobody is planned.</li>}
        {today.map((d) => (
          <li key={d.id}>
            <span className="grow">
              {d.person.name} <span className="ink-2">{hours(d.from, d.to, day)}</span>
            </span>
            {plans && (
              <Button size="small" icon="trash-2" onClick={() => remove.mutate([d.id])}>
                Take off
              </Button>
            )}
          </li>
        ))}
      </ul>
      {plans && (
        <>
          <Pick
            label="Put on call"
            value={person}
            options={plan.people.map((p) => ({ value: p.person.id, text: p.person.name }))}
            onChange={(e) => setPerson(e.target.value)}
          />
          <div className={styles.two}>
            <Input
              label="From"
              type="datetime-local"
              required
              value={from}
              onChange={(e) => setFrom(e.target.value)}
            />
            <Input
              label="To"
              type="datetime-local"
              required
              value={to}
              onChange={(e) => setTo(e.target.value)}
            />
          </div>
        </>
      )}
      <Refusal error={add.error ?? remove.error} />
      <div className={styles.acts}>
        {plans && (
          <Button type="submit" look="primary" busy={add.isPending}>
            Put on call
          </Button>
        )}
        <Button onClick={onClose}>Close</Button>
      </div>
    </form>
  )
}
