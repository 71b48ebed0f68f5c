import { useState } from 'react'
import { desk, type EditForm, useTicketChange } from '../../api/mutations'
import { useFieldDefinitions } from '../../api/queries'
import type { FieldDefinition, FieldValue } from '../../api/types'
import { Check, Input, Pick } from '../../parts/Forms'
import { priorityWords } from '../../parts/Marks'
import { capital } from '../../words/desk'
import { Question } from './Question'
import type { DialogProps } from './TicketDialogs'

const priorities = [1, 2, 3, 4].map((n) => ({ value: String(n), text: capital(priorityWords[n] ?? '') }))

/** Overrides the priority that impact and urgency give, with a reason; or gives it back to them. */
export function PriorityDialog({ ticket, onClose }: DialogProps) {
  const [priority, setPriority] = useState(ticket.priority_because ? String(ticket.priority) : '')
  const [because, setBecause] = useState(ticket.priority_because ?? '')
  const save = useTicketChange<EditForm>(ticket.ref, (form) => desk.edit(ticket.ref, form, ticket.version))
  const send = () =>
    save.mutate(priority ? { priority: Number(priority), priority_because: because } : { priority: 0 }, {
      onSuccess: onClose,
    })
  return (
    <Question
      title={`Priority of ${ticket.ref}`}
      verb="Save"
      busy={save.isPending}
      problem={save.error}
      onClose={onClose}
      onSubmit={send}
    >
      <Pick
        label="Priority"
        none="As impact and urgency say"
        options={priorities}
        value={priority}
        onChange={(e) => setPriority(e.target.value)}
      />
      {priority && (
        <Input
          label="Why does this one differ?"
          value={because}
          onChange={(e) => setBecause(e.target.value)}
          required
        />
      )}
    </Question>
  )
}

/** The desk's own fields, as far as they concern the ticket's service. */
export function FieldsDialog({ ticket, onClose }: DialogProps) {
  const definitions = useFieldDefinitions().data ?? []
  const mine = definitions.filter((d) => !d.service || d.service === ticket.service?.id)
  const [changed, setChanged] = useState<Record<string, FieldValue>>({})
  const save = useTicketChange<EditForm>(ticket.ref, (form) => desk.edit(ticket.ref, form, ticket.version))
  const now = { ...ticket.fields, ...changed }
  return (
    <Question
      title={`Details of ${ticket.ref}`}
      verb="Save"
      busy={save.isPending}
      problem={save.error}
      onClose={onClose}
      onSubmit={() => save.mutate({ fields: changed }, { onSuccess: onClose })}
    >
      {mine.length === 0 && <p className="ink-3">The desk has no fields for this service.</p>}
      {mine.map((d) => (
        <OneField
          key={d.id}
          definition={d}
          value={now[d.key ?? d.id] ?? null}
          onChange={(v) => setChanged({ ...changed, [d.key ?? d.id]: v })}
        />
      ))}
    </Question>
  )
}

interface OneFieldProps {
  definition: FieldDefinition
  value: FieldValue
  onChange: (v: FieldValue) => void
}

function OneField({ definition: d, value, onChange }: OneFieldProps) {
  const text = value === null ? '' : String(value)
  switch (d.type) {
    case 'boolean':
      return (
        <Check checked={value === true} onChange={onChange}>
          {d.name}
        </Check>
      )
    case 'choice':
      return (
        <Pick
          label={d.name}
          none="Empty"
          options={(d.options ?? []).map((o) => ({ value: o, text: o }))}
          value={text}
          onChange={(e) => onChange(e.target.value || null)}
        />
      )
    case 'number':
      return (
        <Input
          label={d.name}
          type="number"
          value={text}
          onChange={(e) => onChange(e.target.value === '' ? null : Number(e.target.value))}
        />
      )
    default:
      return (
        <Input
          label={d.name}
          type={d.type === 'date' ? 'date' : 'text'}
          value={text}
          onChange={(e) => onChange(e.target.value || null)}
        />
      )
  }
}
