import { useRef, useState } from 'react'
import { newKey } from '../../../api/client'
import { majorKeys, majors, useLookAlikes } from '../../../api/majors'
import { type ResolveForm, useTicketChange } from '../../../api/mutations'
import { client } from '../../../api/queries'
import type { PersonBrief } from '../../../api/types'
import { Button } from '../../../parts/Button'
import { Area, Check, Input, Pick } from '../../../parts/Forms'
import { PersonPicker } from '../../../people/PersonPicker'
import { toasts } from '../../../toast/toasts'
import { plural } from '../../../words/desk'
import { Question } from '../Question'
import type { DialogProps } from '../TicketDialogs'
import styles from './Major.module.css'

const later = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString()

/** A change of an incident is a change of the banner, too. */
function useIncidentChange<V>(ref: string, change: (value: V) => Promise<unknown>) {
  return useTicketChange<V>(ref, async (value) => {
    await change(value)
    void client.invalidateQueries({ queryKey: majorKeys.incidents })
  })
}

export function DeclareDialog({ ticket, me, onClose }: DialogProps) {
  // Not the subject: that is one customer's own words, and this is read by all of them.
  const [title, setTitle] = useState('')
  const [lead, setLead] = useState<PersonBrief>({ id: me.id, name: me.name })
  const [picking, setPicking] = useState(false)
  const save = useIncidentChange(ticket.ref, () => majors.declare(ticket.ref, { title, lead: lead.id }))
  return (
    <Question
      title={`Declare ${ticket.ref} a major incident`}
      verb="Declare"
      busy={save.isPending}
      problem={save.error}
      onClose={onClose}
      onSubmit={() => save.mutate(undefined, { onSuccess: onClose })}
    >
      <Input
        label="What does not work, in words for customers"
        hint="Everybody affected reads it in the portal. It names no customer."
        placeholder="Mail cannot be sent"
        required
        value={title}
        onChange={(e) => setTitle(e.target.value)}
      />
      {picking ? (
        <PersonPicker
          me={me}
          onPick={(p) => {
            if (p) setLead(p)
            setPicking(false)
          }}
        />
      ) : (
        <div className={styles.lead}>
          <span className="label">Who leads it</span>
          <span className="grow">{lead.id === me.id ? 'You' : lead.name}</span>
          <Button size="small" onClick={() => setPicking(true)}>
            Somebody else
          </Button>
        </div>
      )}
      <p className="small ink-3">It becomes a P1, and every agent sees that it runs.</p>
    </Question>
  )
}

export function ChildrenDialog({ ticket, onClose }: DialogProps) {
  const alike = useLookAlikes(ticket.ref)
  const [picked, setPicked] = useState<string[]>([])
  const [typed, setTyped] = useState('')
  const save = useIncidentChange<string[]>(ticket.ref, (refs) => majors.gather(ticket.ref, refs))
  const refs = [...new Set([...picked, ...typed.split(/[\s,;]+/).filter(Boolean)])]
  return (
    <Question
      title={`Tickets that ${ticket.ref} hits`}
      verb={refs.length > 0 ? `Add ${plural(refs.length, 'ticket')}` : 'Add'}
      busy={save.isPending}
      problem={save.error}
      onClose={onClose}
      onSubmit={() => refs.length > 0 && save.mutate(refs, { onSuccess: onClose })}
    >
      {alike.data && alike.data.length > 0 && (
        <>
          <div className="row">
            <span className="label grow">These look like it</span>
            <Button size="small" onClick={() => setPicked(alike.data.map((c) => c.ref))}>
              Choose all
            </Button>
          </div>
          <div className={styles.offers}>
            {alike.data.map((c) => (
              <Check
                key={c.ref}
                checked={picked.includes(c.ref)}
                onChange={(on) =>
                  setPicked((now) => (on ? [...now, c.ref] : now.filter((ref) => ref !== c.ref)))
                }
              >
                <span className={styles.offer}>
                  <span className="trunc">
                    <span className="id">{c.ref}</span> {c.subject}
                  </span>
                  <span className="small ink-3 trunc">
                    {c.organisation.name}, {c.because?.join(', ')}
                  </span>
                </span>
              </Check>
            ))}
          </div>
        </>
      )}
      {alike.data?.length === 0 && <p className="small ink-3">No open ticket looks like it.</p>}
      <Input
        label="Others, by number"
        placeholder="SL-1042 SL-1043"
        value={typed}
        onChange={(e) => setTyped(e.target.value)}
      />
    </Question>
  )
}

const again = [
  { value: '', text: 'Do not say' },
  { value: '15', text: 'In 15 minutes' },
  { value: '30', text: 'In 30 minutes' },
  { value: '60', text: 'In an hour' },
  { value: '120', text: 'In two hours' },
  { value: '1440', text: 'Tomorrow at this time' },
]

export function TellAllDialog({ ticket, onClose }: DialogProps) {
  const [message, setMessage] = useState('')
  const [next, setNext] = useState('60')
  const [solved, setSolved] = useState(false)
  const [cause, setCause] = useState('')
  const key = useRef(newKey())
  const open =
    ticket.major?.children.filter((c) => c.state !== 'resolved' && c.state !== 'closed').length ?? 0
  const save = useIncidentChange<void>(ticket.ref, () => {
    if (!solved)
      return majors.tellAll(
        ticket.ref,
        { message, next_by: next ? later(Number(next)) : undefined },
        key.current,
      )
    const form: ResolveForm = { code: 'solved', message, cause }
    return majors.resolveAll(ticket.ref, form, key.current)
  })
  return (
    <Question
      title="Tell everybody affected"
      verb={solved ? 'Resolve all' : 'Tell all'}
      busy={save.isPending}
      problem={save.error}
      onClose={onClose}
      onSubmit={() =>
        save.mutate(undefined, {
          onSuccess: () => {
            onClose()
            toasts.done(
              solved ? `${ticket.ref} and all below it are resolved` : 'Everybody affected has been told',
            )
          },
        })
      }
    >
      <p className="small ink-3">
        It goes to whoever asked and to their copies on {ticket.ref} and {plural(open, 'open ticket')} below
        it: one letter for each person, alone.
      </p>
      <Area
        label="What you tell them"
        required
        rows={5}
        value={message}
        placeholder="A name, a reason, a time. No customer's name."
        onChange={(e) => setMessage(e.target.value)}
      />
      {solved && (
        <Input
          label="What the cause was, for the desk"
          required
          value={cause}
          onChange={(e) => setCause(e.target.value)}
        />
      )}
      {!solved && (
        <Pick
          label="They hear again"
          options={again}
          value={next}
          onChange={(e) => setNext(e.target.value)}
        />
      )}
      {ticket.can.resolve && (
        <Check checked={solved} onChange={setSolved}>
          It is solved: resolve {ticket.ref} and all open tickets below it
        </Check>
      )}
    </Question>
  )
}

export function StandDownDialog({ ticket, onClose }: DialogProps) {
  const [because, setBecause] = useState('')
  const save = useIncidentChange<void>(ticket.ref, () => majors.standDown(ticket.ref, because.trim()))
  return (
    <Question
      title={`Stand ${ticket.ref} down`}
      verb="Stand down"
      busy={save.isPending}
      problem={save.error}
      onClose={onClose}
      onSubmit={() => save.mutate(undefined, { onSuccess: onClose })}
    >
      <Input label="Why (optional)" value={because} onChange={(e) => setBecause(e.target.value)} />
      <p className="small ink-3">
        The incident is over; the tickets stay as they are. A review is due in five working days.
      </p>
    </Question>
  )
}

export function ReviewDialog({ ticket, onClose }: DialogProps) {
  const was = ticket.major?.review
  const [form, setForm] = useState({
    happened: was?.happened ?? '',
    cause: was?.cause ?? '',
    went_well: was?.went_well ?? '',
    went_badly: was?.went_badly ?? '',
    actions: was?.actions.join('\n') ?? '',
  })
  const save = useIncidentChange<void>(ticket.ref, () =>
    majors.review(ticket.ref, { ...form, actions: form.actions.split('\n').filter((a) => a.trim()) }),
  )
  const field = (name: keyof typeof form, label: string, required = false) => (
    <Area
      label={label}
      rows={3}
      required={required}
      value={form[name]}
      onChange={(e) => setForm({ ...form, [name]: e.target.value })}
    />
  )
  return (
    <Question
      title={`Review of ${ticket.ref}`}
      verb="Keep the review"
      busy={save.isPending}
      problem={save.error}
      onClose={onClose}
      onSubmit={() => save.mutate(undefined, { onSuccess: onClose })}
    >
      {field('happened', 'What happened', true)}
      {field('cause', 'What the cause was', true)}
      {field('went_well', 'What went well')}
      {field('went_badly', 'What went badly')}
      {field('actions', 'What we will do, one a line')}
    </Question>
  )
}
