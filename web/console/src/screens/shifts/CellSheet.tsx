import { useState } from 'react'
import { sentenceOf } from '../../api/problem'
import { type Plan, type PlanDuty, type PlanRow, rota, useRota } from '../../api/shifts'
import type { Me } from '../../api/types'
import { Button } from '../../parts/Button'
import { Sheet } from '../../parts/Overlays'
import { toasts } from '../../toast/toasts'
import { AbsenceFields } from './AbsenceFields'
import { DutyFields } from './DutyFields'
import styles from './Shifts.module.css'
import { SwapFields } from './SwapFields'
import { WeekFields } from './WeekFields'
import { type Day, extrasOf, hours, piecesOf } from './week'

/** What of the plan is open: a day of somebody, their whole week, or who is on call that day. */
export interface Picked {
  row?: PlanRow
  duties?: PlanDuty[]
  /** Of the duties; "" is the desk's duty manager. */
  dutyTeam?: string
  day: Day
  ask?: Ask
}

export type Ask = 'absence' | 'swap' | 'week'

interface CellSheetProps {
  picked: Picked
  plan: Plan
  me: Me
  team: string
  onClose: () => void
}

/** A day of the plan, and what can be done about it. */
export function CellSheet({ picked, plan, me, team, onClose }: CellSheetProps) {
  // The plan is read anew after each change; the sheet shows the new truth.
  const row = plan.people.find((p) => p.person.id === picked.row?.person.id)
  const [ask, setAsk] = useState<Ask | undefined>(picked.ask)
  if (picked.duties) {
    const duties = plan.on_call.filter((d) => (d.team?.id ?? '') === picked.dutyTeam)
    return (
      <Sheet
        open
        size="narrow"
        icon="phone"
        title={`${picked.dutyTeam ? 'On call' : 'Duty manager'}, ${picked.day.title}`}
        onClose={onClose}
      >
        <DutyFields
          duties={duties}
          team={picked.dutyTeam ?? ''}
          day={picked.day}
          plan={plan}
          onClose={onClose}
        />
      </Sheet>
    )
  }
  if (!row) return null
  const self = row.person.id === me.id
  const title = ask === 'week' ? `${row.person.name}, every week` : `${row.person.name}, ${picked.day.title}`
  return (
    <Sheet open size="narrow" icon="clock-4" title={title} onClose={onClose}>
      {ask === 'absence' ? (
        <AbsenceFields row={row} day={picked.day} plans={plan.can.plan_shifts === true} onClose={onClose} />
      ) : ask === 'swap' ? (
        <SwapFields row={row} day={picked.day} plan={plan} onClose={onClose} />
      ) : ask === 'week' ? (
        <WeekFields row={row} team={team} onClose={onClose} />
      ) : (
        <DayOf
          row={row}
          day={picked.day}
          self={self}
          plans={plan.can.plan_shifts === true}
          onAsk={setAsk}
          onClose={onClose}
        />
      )}
    </Sheet>
  )
}

interface DayOfProps {
  row: PlanRow
  day: Day
  self: boolean
  plans: boolean
  onAsk: (ask: Ask) => void
  onClose: () => void
}

function DayOf({ row, day, self, plans, onAsk, onClose }: DayOfProps) {
  const remove = useRota(rota.unexcept)
  const pieces = piecesOf(row, day)
  const extras = extrasOf(row, day)
  const works = pieces.some((p) => p.kind === 'work')
  const takeOut = (id: string) =>
    remove.mutate([id], {
      onSuccess: onClose,
      onError: (err) => toasts.problem(sentenceOf(err), () => takeOut(id)),
    })
  return (
    <div className={styles.sheet}>
      <ul className={styles.facts}>
        {pieces.length === 0 && (
          <li className="ink-2">{row.planned ? 'Free.' : 'No shifts: always reckoned with while here.'}</li>
        )}
        {pieces.map((p) => (
          <li key={`${p.kind}${p.from}`}>
            <span className="grow">
              {p.kind === 'work' ? `Works ${p.text}` : p.text}
              {p.note && <span className="ink-2"> · {p.note}</span>}
            </span>
            {p.id && p.canRemove && (
              <Button size="small" icon="trash-2" onClick={() => takeOut(p.id ?? '')}>
                Take out
              </Button>
            )}
          </li>
        ))}
        {extras.map((e) => (
          <li key={e.id}>
            <span className="grow">Extra work {hours(e.from, e.to, day)}</span>
            <Button size="small" icon="trash-2" onClick={() => takeOut(e.id)}>
              Take out
            </Button>
          </li>
        ))}
      </ul>
      <div className={styles.acts}>
        {row.can.except && (
          <Button icon="pause" onClick={() => onAsk('absence')}>
            {self ? 'I am away…' : 'Away or extra…'}
          </Button>
        )}
        {self && works && (
          <Button icon="arrow-up-down" onClick={() => onAsk('swap')}>
            Swap this shift…
          </Button>
        )}
        {plans && (
          <Button icon="rows-3" onClick={() => onAsk('week')}>
            Every week…
          </Button>
        )}
      </div>
    </div>
  )
}
