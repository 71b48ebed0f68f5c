import { useState } from 'react'
import { type Plan, type PlanRow, rota, useRota } from '../../api/shifts'
import { Button } from '../../parts/Button'
import { Input, Pick } from '../../parts/Forms'
import { toasts } from '../../toast/toasts'
import { clock } from '../../words/time'
import { Refusal } from './Refusal'
import styles from './Shifts.module.css'
import type { Day } from './week'

interface SwapFieldsProps {
  row: PlanRow
  day: Day
  plan: Plan
  onClose: () => void
}

/** With whom I swap a shift of mine, and what I take in return. */
export function SwapFields({ row, day, plan, onClose }: SwapFieldsProps) {
  const mine = row.spans.filter((s) => new Date(s.from) < day.to && new Date(s.to) > day.from)
  const others = plan.people.filter((p) => p.person.id !== row.person.id && p.planned)
  const [which, setWhich] = useState(0)
  const [person, setPerson] = useState(others[0]?.person.id ?? '')
  const [back, setBack] = useState('')
  const [note, setNote] = useState('')
  const save = useRota(rota.propose)
  const given = mine[which]
  const theirs = others.find((p) => p.person.id === person)?.spans ?? []
  const taken = theirs[Number(back)]
  const send = () => {
    if (!given) return
    const form = {
      person,
      from_at: given.from,
      to_at: given.to,
      note,
      ...(back !== '' && taken ? { back_from_at: taken.from, back_to_at: taken.to } : {}),
    }
    save.mutate([form], {
      onSuccess: () => {
        toasts.done('Asked; you hear of the answer')
        onClose()
      },
    })
  }
  if (others.length === 0) return <p className="ink-2">Nobody else here has shifts to swap with.</p>
  return (
    <form
      className={styles.sheet}
      onSubmit={(e) => {
        e.preventDefault()
        send()
      }}
    >
      <Pick
        label="I give away"
        value={String(which)}
        options={mine.map((s, i) => ({ value: String(i), text: words(s.from, s.to) }))}
        onChange={(e) => setWhich(Number(e.target.value))}
      />
      <Pick
        label="To"
        value={person}
        options={others.map((p) => ({ value: p.person.id, text: p.person.name }))}
        onChange={(e) => {
          setPerson(e.target.value)
          setBack('')
        }}
      />
      <Pick
        label="In return I work"
        value={back}
        none="Nothing"
        options={theirs.map((s, i) => ({ value: String(i), text: words(s.from, s.to) }))}
        onChange={(e) => setBack(e.target.value)}
      />
      <Input label="Note" value={note} maxLength={200} onChange={(e) => setNote(e.target.value)} />
      <Refusal error={save.error} />
      <div className={styles.acts}>
        <Button type="submit" look="primary" busy={save.isPending}>
          Ask
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  )
}

function words(from: string, to: string): string {
  const d = new Date(from)
  const day = d.toLocaleDateString('en-GB', { weekday: 'short', day: 'numeric', month: 'short' })
  return `${day}, ${clock(from)}–${clock(to)}`
}
