import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { forgetSwarm, swarms } from '../../api/swarms'
import type { Me, Ticket } from '../../api/types'
import { Area, Check, Input, Pick } from '../../parts/Forms'
import { toasts } from '../../toast/toasts'
import { span } from '../../words/time'
import { Question } from '../ticket/Question'
import styles from './Swarm.module.css'
import { readSpan, sentence } from './swarm-words'
import { nobody, WhoToAsk } from './WhoToAsk'

interface DialogProps {
  ticket: Ticket
  me: Me
  onClose: () => void
}

const ids = (list: { id: string }[]) => list.map((x) => x.id)
const firstOf = (name: string) => name.split(' ')[0] ?? name

/** The questions of a swarm, each over the ticket. */
export default function SwarmDialog({ asked, ...rest }: DialogProps & { asked: string }) {
  switch (asked) {
    case 'swarm':
      return rest.ticket.swarm ? <AskMore {...rest} /> : <StartSwarm {...rest} />
    case 'swarm-ask':
      return <AskMore {...rest} />
    case 'swarm-hand-over':
      return <MakeHandover {...rest} />
    case 'swarm-own':
      return <SayOwner {...rest} />
    case 'swarm-end':
      return <EndSwarm {...rest} />
    case 'time':
      return <BookTime {...rest} />
    default:
      return null
  }
}

/** useStep runs one step, and then reads the ticket again. */
function useStep(ticket: Ticket, done: string, run: () => Promise<unknown>, onClose: () => void) {
  return useMutation({
    mutationFn: run,
    onSuccess: async () => {
      toasts.done(`${ticket.ref}: ${done}`)
      onClose()
      await forgetSwarm(ticket.ref)
    },
  })
}

function StartSwarm({ ticket, me, onClose }: DialogProps) {
  const [asked, setAsked] = useState(nobody)
  const [ask, setAsk] = useState('')
  const [tell, setTell] = useState(true)
  const names = [...asked.people.map((p) => firstOf(p.name)), ...asked.teams.map(() => 'a specialist')]
  const form = { people: ids(asked.people), teams: ids(asked.teams), ask, tell_customer: tell }
  const start = useStep(ticket, 'they are asked in', () => swarms.start(ticket.ref, form), onClose)
  const who = firstOf(me.name)
  return (
    <Question
      title={`Look at ${ticket.ref} together`}
      verb="Ask them in"
      busy={start.isPending}
      problem={start.error}
      onClose={onClose}
      onSubmit={() => start.mutate()}
    >
      <p className="small ink-2">
        The ticket stays with {ticket.team.name}. You lead, and can make it a handover in one step.
      </p>
      <WhoToAsk asked={asked} taken={[me.id]} onChange={setAsked} />
      <Area
        label="What they are asked to look at"
        name="ask"
        rows={2}
        required
        value={ask}
        onChange={(e) => setAsk(e.target.value)}
      />
      <Check checked={tell} onChange={setTell}>
        Tell {firstOf(ticket.requester.name)}
      </Check>
      {tell && (
        <p className={styles.says}>
          {who} asked {names.length > 0 ? sentence(names) : '…'} to look at it together. {who} stays your
          contact.
        </p>
      )}
    </Question>
  )
}

function AskMore({ ticket, me, onClose }: DialogProps) {
  const [asked, setAsked] = useState(nobody)
  const s = ticket.swarm
  const there = [me.id, ...(s ? [s.lead.id, ...s.people.map((p) => p.person.id)] : [])]
  const send = () => swarms.ask(ticket.ref, ids(asked.people), ids(asked.teams))
  const step = useStep(ticket, 'asked in, too', send, onClose)
  return (
    <Question
      title={`Ask others in on ${ticket.ref}`}
      verb="Ask them in"
      busy={step.isPending}
      problem={step.error}
      onClose={onClose}
      onSubmit={() => step.mutate()}
    >
      <WhoToAsk asked={asked} taken={there} onChange={setAsked} />
    </Question>
  )
}

function MakeHandover({ ticket, me, onClose }: DialogProps) {
  const s = ticket.swarm
  const all = s ? [s.lead, ...s.people.map((p) => p.person)] : []
  const able = all.filter((p) => p.id !== ticket.assignee?.id)
  const [person, setPerson] = useState(able.find((p) => p.id !== me.id)?.id ?? able[0]?.id ?? '')
  const name = able.find((p) => p.id === person)?.name ?? ''
  const step = useStep(ticket, `${name} has it now`, () => swarms.handOver(ticket.ref, person), onClose)
  return (
    <Question
      title={`Make it a handover`}
      verb="Hand over"
      busy={step.isPending}
      problem={step.error}
      onClose={onClose}
      onSubmit={() => step.mutate()}
    >
      <Pick
        label="Who has it from now on"
        options={able.map((p) => ({ value: p.id, text: p.id === me.id ? 'Me' : p.name }))}
        value={person}
        onChange={(e) => setPerson(e.target.value)}
      />
      <p className={styles.says}>
        The document is what was asked, and what was noted since. Their team owns it at once;{' '}
        {firstOf(ticket.requester.name)} hears of it.
      </p>
    </Question>
  )
}

function SayOwner({ ticket, onClose }: DialogProps) {
  const teams = ticket.swarm?.teams ?? []
  const [team, setTeam] = useState(teams[0]?.id ?? '')
  const name = teams.find((t) => t.id === team)?.name ?? ''
  const step = useStep(ticket, `${name} owns it`, () => swarms.own(ticket.ref, team), onClose)
  return (
    <Question
      title={`Who owns ${ticket.ref}`}
      verb="They own it"
      busy={step.isPending}
      problem={step.error}
      onClose={onClose}
      onSubmit={() => step.mutate()}
    >
      <Pick
        label="The team that owns it from now on"
        options={teams.map((t) => ({ value: t.id, text: t.name }))}
        value={team}
        onChange={(e) => setTeam(e.target.value)}
      />
    </Question>
  )
}

function EndSwarm({ ticket, onClose }: DialogProps) {
  const [note, setNote] = useState('')
  const step = useStep(ticket, 'the swarm is over', () => swarms.end(ticket.ref, note.trim()), onClose)
  return (
    <Question
      title={`End the swarm on ${ticket.ref}`}
      verb="End it"
      busy={step.isPending}
      problem={step.error}
      onClose={onClose}
      onSubmit={() => step.mutate()}
    >
      <Area
        label="What came of it (optional)"
        rows={2}
        value={note}
        onChange={(e) => setNote(e.target.value)}
      />
    </Question>
  )
}

function BookTime({ ticket, onClose }: DialogProps) {
  const [text, setText] = useState('')
  const [note, setNote] = useState('')
  const [tried, setTried] = useState(false)
  const minutes = readSpan(text)
  const send = () => swarms.book(ticket.ref, minutes ?? 0, note.trim())
  const step = useStep(ticket, `${span((minutes ?? 0) * 60)} booked`, send, onClose)
  return (
    <Question
      title={`Book time on ${ticket.ref}`}
      verb="Book"
      busy={step.isPending}
      problem={step.error}
      onClose={onClose}
      onSubmit={() => {
        setTried(true)
        if (minutes !== null) step.mutate()
      }}
    >
      <Input
        label="How long"
        placeholder="25, or 1 h 30 m"
        required
        autoFocus
        value={text}
        error={tried && minutes === null ? 'Write minutes, or hours and minutes: 1 h 30 m.' : undefined}
        hint={ticket.swarm ? 'It counts to the swarm that runs.' : undefined}
        onChange={(e) => setText(e.target.value)}
      />
      <Input label="For what (optional)" value={note} onChange={(e) => setNote(e.target.value)} />
    </Question>
  )
}
