import { lazy, Suspense, useState } from 'react'
import { desk, type TriageForm, useAssign, useTicketChange, type WaitForm } from '../../api/mutations'
import { sentenceOf } from '../../api/problem'
import { useCategories, useSearch, useServices } from '../../api/queries'
import type { Me, PersonBrief, Ticket } from '../../api/types'
import { Button } from '../../parts/Button'
import { Input, Pick } from '../../parts/Forms'
import { Priority } from '../../parts/Marks'
import { Sheet } from '../../parts/Overlays'
import { PersonPicker } from '../../people/PersonPicker'
import { toasts } from '../../toast/toasts'
import { scaleWords, waitingWord, waits } from '../../words/desk'
import { AskBackDialog } from '../inbox/AskBack'
import { ReturnDialog } from '../inbox/OfferBanner'
import { FieldsDialog, PriorityDialog } from './PropertyDialogs'
import { Question } from './Question'
import { SplitDialog } from './SplitDialog'
import styles from './Ticket.module.css'

export interface DialogProps {
  ticket: Ticket
  me: Me
  onClose: () => void
}

const IncidentDialogs = lazy(() => import('./major/IncidentDialogs'))
const CaseDialog = lazy(() => import('../vendor/CaseDialog'))
const SendSheet = lazy(() => import('../vendor/SendSheet'))
const HandoverSheet = lazy(() => import('../handover/HandoverSheet'))
const SwarmDialog = lazy(() => import('../swarm/SwarmDialogs'))

interface AskedProps extends DialogProps {
  asked: string | null
  /** Opens one of them again: an undo brings back what was being written. */
  onAsk: (what: string) => void
}

/** The questions a verb asks before it acts. Which one is open stands in the address. */
export function TicketDialogs({ asked, onAsk, ...rest }: AskedProps) {
  if (asked?.startsWith('vendor-'))
    return (
      <Suspense>
        <CaseDialog ticket={rest.ticket} asked={asked} onClose={rest.onClose} />
      </Suspense>
    )
  switch (asked) {
    case 'vendor':
      return rest.ticket.can.send_to_vendor ? (
        <Suspense>
          <SendSheet ticket={rest.ticket} onClose={rest.onClose} />
        </Suspense>
      ) : null
    case 'hand-over':
      return rest.ticket.can.hand_over ? (
        <Suspense>
          <HandoverSheet
            {...rest}
            onTogether={() => onAsk('swarm')}
            onMaker={() => onAsk('vendor')}
            onReopen={() => onAsk('hand-over')}
          />
        </Suspense>
      ) : null
    case 'swarm':
    case 'swarm-ask':
    case 'swarm-hand-over':
    case 'swarm-own':
    case 'swarm-end':
    case 'time':
      return (
        <Suspense>
          <SwarmDialog asked={asked} {...rest} />
        </Suspense>
      )
    case 'ask-back':
      return <AskBackDialog {...rest} />
    case 'return':
      return <ReturnDialog {...rest} onReopen={() => onAsk('return')} />
    case 'assign':
      return <AssignDialog {...rest} />
    case 'triage':
      return <TriageDialog {...rest} />
    case 'wait':
      return <WaitDialog {...rest} />
    case 'tags':
      return <TagsDialog {...rest} />
    case 'priority':
      return <PriorityDialog {...rest} />
    case 'fields':
      return <FieldsDialog {...rest} />
    case 'watch':
      return <WatchDialog {...rest} />
    case 'merge':
      return <MergeDialog {...rest} />
    case 'split':
      return <SplitDialog {...rest} />
    case 'link':
      return <LinkDialog {...rest} />
    case 'declare':
    case 'children':
    case 'tell-all':
    case 'stand-down':
    case 'review':
    case 'plan':
    case 'thank':
      return (
        <Suspense>
          <IncidentDialogs asked={asked} {...rest} />
        </Suspense>
      )
    default:
      return null
  }
}

function AssignDialog({ ticket, me, onClose }: DialogProps) {
  const assign = useAssign(ticket.ref)
  const before = ticket.assignee ?? null
  // The dialog is gone when the desk answers, so what is said then cannot hang on it.
  const give = async (to: PersonBrief | null) => {
    try {
      await assign.mutateAsync(to)
      toasts.done(to ? `${ticket.ref} assigned to ${to.name}` : `${ticket.ref} given back to the team`, () =>
        assign.mutate(before),
      )
    } catch (err) {
      toasts.problem(sentenceOf(err), () => void give(to))
    }
  }
  return (
    <Sheet open size="narrow" title={`Who takes ${ticket.ref}?`} onClose={onClose}>
      <PersonPicker
        me={me}
        nobody={ticket.assignee !== undefined}
        onPick={(to) => {
          onClose()
          void give(to)
        }}
      />
    </Sheet>
  )
}

const scale = [1, 2, 3].map((n) => ({ value: String(n), text: scaleWords[n] ?? '' }))

function TriageDialog({ ticket, onClose }: DialogProps) {
  const [service, setService] = useState(ticket.service?.id ?? '')
  const [category, setCategory] = useState(ticket.category?.id ?? '')
  const [impact, setImpact] = useState(String(ticket.impact))
  const [urgency, setUrgency] = useState(String(ticket.urgency))
  const services = useServices().data ?? []
  const categories = useCategories(service || undefined).data ?? []
  const save = useTicketChange<TriageForm>(ticket.ref, (form) => desk.triage(ticket.ref, form))
  return (
    <Question
      title={`Sort ${ticket.ref}`}
      verb="Save"
      busy={save.isPending}
      problem={save.error}
      onClose={onClose}
      onSubmit={() =>
        save.mutate(
          {
            service: service || undefined,
            category: category || undefined,
            impact: Number(impact),
            urgency: Number(urgency),
          },
          { onSuccess: onClose },
        )
      }
    >
      <Pick
        label="Service"
        none="Not known"
        options={services.map((s) => ({ value: s.id, text: s.name }))}
        value={service}
        onChange={(e) => {
          setService(e.target.value)
          setCategory('')
        }}
      />
      <Pick
        label="Category"
        none="None"
        options={categories.map((c) => ({ value: c.id, text: c.name }))}
        value={category}
        onChange={(e) => setCategory(e.target.value)}
      />
      <div className={styles.scales}>
        <Pick
          label="Impact: how many"
          options={scale}
          value={impact}
          onChange={(e) => setImpact(e.target.value)}
        />
        <Pick
          label="Urgency: how soon"
          options={scale}
          value={urgency}
          onChange={(e) => setUrgency(e.target.value)}
        />
      </div>
      <p className="small ink-3 row gap-s">
        <Priority value={ticket.priority} /> The priority follows from impact and urgency.
      </p>
    </Question>
  )
}

function WaitDialog({ ticket, onClose }: DialogProps) {
  const [on, setOn] = useState('customer')
  const [until, setUntil] = useState('')
  const [note, setNote] = useState('')
  const save = useTicketChange<WaitForm>(ticket.ref, (form) => desk.wait(ticket.ref, form))
  const needsDate = on === 'date'
  return (
    <Question
      title={`Wait with ${ticket.ref}`}
      verb="Wait"
      busy={save.isPending}
      problem={save.error}
      onClose={onClose}
      onSubmit={() =>
        save.mutate(
          {
            on,
            until: until ? new Date(until).toISOString() : undefined,
            [on === 'customer' ? 'question' : 'because']: note.trim() || undefined,
          },
          { onSuccess: onClose },
        )
      }
    >
      <Pick
        label="For whom or what"
        value={on}
        onChange={(e) => setOn(e.target.value)}
        options={waits.map((value) => ({ value, text: waitingWord(value) }))}
      />
      {needsDate && (
        <Input
          label="Until"
          type="datetime-local"
          required
          value={until}
          onChange={(e) => setUntil(e.target.value)}
        />
      )}
      <Input
        label={on === 'customer' ? 'What we need to know from them' : 'Why (optional)'}
        value={note}
        onChange={(e) => setNote(e.target.value)}
        required={on === 'customer'}
      />
    </Question>
  )
}

function TagsDialog({ ticket, onClose }: DialogProps) {
  const [text, setText] = useState(ticket.tags.join(', '))
  const save = useTicketChange<string[]>(ticket.ref, (tags) =>
    desk.edit(ticket.ref, { tags }, ticket.version),
  )
  const tags = [
    ...new Set(
      text
        .split(',')
        .map((t) => t.trim().toLowerCase())
        .filter(Boolean),
    ),
  ]
  return (
    <Question
      title={`Tags of ${ticket.ref}`}
      verb="Save"
      busy={save.isPending}
      problem={save.error}
      onClose={onClose}
      onSubmit={() => save.mutate(tags, { onSuccess: onClose })}
    >
      <Input
        label="Tags"
        hint="Separate them with commas."
        value={text}
        onChange={(e) => setText(e.target.value)}
        autoFocus
      />
    </Question>
  )
}

function WatchDialog({ ticket, me, onClose }: DialogProps) {
  const save = useTicketChange<string[]>(ticket.ref, (watchers) =>
    desk.edit(ticket.ref, { watchers }, ticket.version),
  )
  const ids = ticket.watchers.map((w) => w.id)
  return (
    <Sheet open size="narrow" title={`Who watches ${ticket.ref}`} onClose={onClose}>
      <ul className={styles.dialog}>
        {ticket.watchers.map((w) => (
          <li key={w.id} className="row">
            <span className="grow">{w.id === me.id ? 'You' : w.name}</span>
            <Button
              look="ghost"
              size="small"
              icon="x"
              label={`${w.name} no longer watches`}
              onClick={() => save.mutate(ids.filter((x) => x !== w.id))}
            />
          </li>
        ))}
      </ul>
      <PersonPicker
        me={me}
        onPick={(p) => p && !ids.includes(p.id) && save.mutate([...ids, p.id], { onSuccess: onClose })}
      />
      {save.error && <p className="err">{sentenceOf(save.error)}</p>}
    </Sheet>
  )
}

function MergeDialog({ ticket, onClose }: DialogProps) {
  const save = useTicketChange<string>(ticket.ref, (into) => desk.merge(ticket.ref, into))
  const undo = useTicketChange<void>(ticket.ref, () => desk.unmerge(ticket.ref))
  return (
    <FindTicket
      title={`Merge ${ticket.ref} into`}
      ticket={ticket}
      problem={save.error}
      onClose={onClose}
      onPick={(into) =>
        save.mutate(into, {
          onSuccess: () => {
            onClose()
            toasts.done(`${ticket.ref} merged into ${into}`, () => undo.mutate())
          },
        })
      }
    />
  )
}

function LinkDialog({ ticket, onClose }: DialogProps) {
  const save = useTicketChange<string>(ticket.ref, (other) => desk.link(ticket.ref, 'related', other))
  return (
    <FindTicket
      title={`Link ${ticket.ref} to`}
      ticket={ticket}
      problem={save.error}
      onClose={onClose}
      onPick={(other) => save.mutate(other, { onSuccess: onClose })}
    />
  )
}

function FindTicket({
  title,
  ticket,
  problem,
  onClose,
  onPick,
}: {
  title: string
  ticket: Ticket
  problem: unknown
  onClose: () => void
  onPick: (ref: string) => void
}) {
  const [q, setQ] = useState('')
  const found = useSearch(q).data?.filter((r) => r.ref !== ticket.ref) ?? []
  return (
    <Sheet open size="narrow" title={title} onClose={onClose}>
      <div className={styles.dialog}>
        <Input label="Number or words" value={q} onChange={(e) => setQ(e.target.value)} autoFocus />
        <div className={styles.list}>
          {found.map((r) => (
            <button key={r.ref} type="button" className="mi" onClick={() => onPick(r.ref)}>
              <span className="id">{r.ref}</span>
              <span className="trunc">{r.subject}</span>
            </button>
          ))}
        </div>
        {problem !== null && <p className="err">{sentenceOf(problem)}</p>}
      </div>
    </Sheet>
  )
}
