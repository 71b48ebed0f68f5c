import { useState } from 'react'
import { type PlanRow, rota, useRota } from '../../api/shifts'
import { Button } from '../../parts/Button'
import { Input, Pick, Segment } from '../../parts/Forms'
import { toasts } from '../../toast/toasts'
import { Refusal } from './Refusal'
import styles from './Shifts.module.css'
import { type Day, localInput } from './week'

const reasons = [
  { value: 'holiday', text: 'Holiday' },
  { value: 'sick', text: 'Sick' },
  { value: 'training', text: 'Training' },
  { value: 'other', text: 'Other' },
]

interface AbsenceFieldsProps {
  row: PlanRow
  day: Day
  plans: boolean
  onClose: () => void
}

/** When somebody is away; those who plan may also plan extra work. */
export function AbsenceFields({ row, day, plans, onClose }: AbsenceFieldsProps) {
  const [kind, setKind] = useState<'off' | 'extra'>('off')
  const [reason, setReason] = useState('holiday')
  const [from, setFrom] = useState(localInput(day.from))
  const [to, setTo] = useState(localInput(day.to))
  const [note, setNote] = useState('')
  const save = useRota(rota.except)
  const send = () => {
    const form = {
      person: row.person.id,
      kind,
      reason,
      note,
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
    }
    save.mutate([form], {
      onSuccess: () => {
        toasts.done(kind === 'off' ? `${row.person.name} is away then` : `${row.person.name} works then`)
        onClose()
      },
    })
  }
  return (
    <form
      className={styles.sheet}
      onSubmit={(e) => {
        e.preventDefault()
        send()
      }}
    >
      {plans && (
        <Segment
          label="What it is"
          value={kind}
          options={[
            { value: 'off', text: 'Away' },
            { value: 'extra', text: 'Extra work' },
          ]}
          onChange={setKind}
        />
      )}
      <div className={styles.two}>
        <Input
          label="From"
          type="datetime-local"
          required
          value={from}
          onChange={(e) => setFrom(e.target.value)}
        />
        <Input label="To" type="datetime-local" required value={to} onChange={(e) => setTo(e.target.value)} />
      </div>
      {kind === 'off' && (
        <Pick
          label="Reason"
          value={reason}
          options={reasons}
          onChange={(e) => setReason(e.target.value)}
          hint="Colleagues see that you are away, not why."
        />
      )}
      <Input label="Note" value={note} maxLength={200} onChange={(e) => setNote(e.target.value)} />
      <Refusal error={save.error} />
      <div className={styles.acts}>
        <Button type="submit" look="primary" busy={save.isPending}>
          Save
        </Button>
        <Button onClick={onClose}>Cancel</Button>
      </div>
    </form>
  )
}
