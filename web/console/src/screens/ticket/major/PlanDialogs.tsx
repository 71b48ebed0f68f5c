import { useState } from 'react'
import { majorKeys, majors } from '../../../api/majors'
import { useTicketChange } from '../../../api/mutations'
import { client } from '../../../api/queries'
import type { PersonBrief } from '../../../api/types'
import { Area, Input } from '../../../parts/Forms'
import { Sheet } from '../../../parts/Overlays'
import { PersonPicker } from '../../../people/PersonPicker'
import { toasts } from '../../../toast/toasts'
import { Question } from '../Question'
import type { DialogProps } from '../TicketDialogs'

const two = (n: number) => String(n).padStart(2, '0')

/** A time as a date field of the browser wants it. */
const local = (iso: string) => {
  const d = new Date(iso)
  return `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}T${two(d.getHours())}:${two(d.getMinutes())}`
}

/** Proposes a day for planned work. */
export function PlanDialog({ ticket, onClose }: DialogProps) {
  const [what, setWhat] = useState(ticket.plan?.what ?? '')
  const [on, setOn] = useState(ticket.plan ? local(ticket.plan.on) : '')
  const save = useTicketChange<void>(ticket.ref, () =>
    majors.plan(ticket.ref, { what, on: new Date(on).toISOString() }),
  )
  return (
    <Question
      title={`Plan ${ticket.ref}`}
      verb="Propose the day"
      busy={save.isPending}
      problem={save.error}
      onClose={onClose}
      onSubmit={() =>
        save.mutate(undefined, {
          onSuccess: () => {
            onClose()
            toasts.done(`${ticket.ref} waits for its day; ${ticket.requester.name} was told`)
          },
        })
      }
    >
      <Area
        label="What is planned, in words for the customer"
        rows={3}
        required
        value={what}
        onChange={(e) => setWhat(e.target.value)}
      />
      <Input label="When" type="datetime-local" required value={on} onChange={(e) => setOn(e.target.value)} />
      <p className="small ink-3">
        The customer gets a letter with the day. The ticket waits until then and wakes by itself.
      </p>
    </Question>
  )
}

/** Thanks somebody for what they did on this ticket. */
export function ThankDialog({ ticket, me, onClose }: DialogProps) {
  const had = ticket.assignee && ticket.assignee.id !== me.id ? ticket.assignee : null
  const [to, setTo] = useState<PersonBrief | null>(had)
  const [text, setText] = useState('')
  const save = useTicketChange<PersonBrief>(ticket.ref, async (person) => {
    await majors.thank(person.id, { text, ticket: ticket.ref })
    void client.invalidateQueries({ queryKey: majorKeys.thanks(person.id) })
  })
  if (!to)
    return (
      <Sheet open size="narrow" title="Whom do you thank?" onClose={onClose}>
        <PersonPicker me={me} onPick={(p) => p && p.id !== me.id && setTo(p)} />
      </Sheet>
    )
  return (
    <Question
      title={`Thank ${to.name}`}
      verb="Say thanks"
      busy={save.isPending}
      problem={save.error}
      onClose={onClose}
      onSubmit={() =>
        save.mutate(to, {
          onSuccess: () => {
            onClose()
            toasts.done(`${to.name} reads it on their work`)
          },
        })
      }
    >
      <Input
        label="What for"
        required
        maxLength={500}
        value={text}
        placeholder="You stayed until it worked."
        onChange={(e) => setText(e.target.value)}
        autoFocus
      />
      <p className="small ink-3">Agents see it on the timeline; the customer does not.</p>
    </Question>
  )
}
