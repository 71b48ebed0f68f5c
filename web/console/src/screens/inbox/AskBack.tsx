import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { sentenceOf } from '../../api/problem'
import { forgetSwarm, swarms } from '../../api/swarms'
import type { Handover, Ticket } from '../../api/types'
import { Button } from '../../parts/Button'
import { Area } from '../../parts/Forms'
import { Icon } from '../../parts/Icon'
import { toasts } from '../../toast/toasts'
import { moment } from '../../words/time'
import { Question } from '../ticket/Question'
import styles from './AskBack.module.css'
import { offeredOf } from './OfferBanner'

interface WritingProps {
  handover: Handover
  onDone: () => void
}

const senderOf = (h: Handover) => h.from.person?.name.split(' ')[0] ?? h.from.team.name

/** What the receiver needs to know before answering; the first question of an offer pauses its clock. */
export function AskBackForm({ handover: h, onDone }: WritingProps) {
  const [text, setText] = useState('')
  const ask = useMutation({
    mutationFn: () => swarms.askBack(h.id, text.trim()),
    onSuccess: async () => {
      toasts.done(`${h.ticket.ref}: ${senderOf(h)} is asked`)
      onDone()
      await forgetSwarm(h.ticket.ref)
    },
  })
  return (
    <Writing
      label={`What do you need to know from ${senderOf(h)}?`}
      verb="Ask"
      hint={
        h.asked_back
          ? 'The clock runs on: it paused for the first question.'
          : 'Pauses the clock once: for ten minutes, or until it is answered.'
      }
      text={text}
      onText={setText}
      busy={ask.isPending}
      problem={ask.error}
      onSend={() => ask.mutate()}
    />
  )
}

interface FormProps {
  label: string
  verb: string
  hint?: string
  text: string
  onText: (text: string) => void
  busy: boolean
  problem: unknown
  onSend: () => void
}

function Writing({ label, verb, hint, text, onText, busy, problem, onSend }: FormProps) {
  return (
    <form
      className={styles.form}
      onSubmit={(e) => {
        e.preventDefault()
        onSend()
      }}
      onKeyDown={(e) => {
        if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) e.currentTarget.requestSubmit()
      }}
    >
      <Area
        label={label}
        rows={2}
        required
        maxLength={2000}
        value={text}
        onChange={(e) => onText(e.target.value)}
      />
      {problem !== null && (
        <p className="err" role="alert">
          {sentenceOf(problem)}
        </p>
      )}
      <div className="row gap-s">
        <span className="grow small ink-3">{hint}</span>
        <Button type="submit" size="small" look="primary" busy={busy} keys="Ctrl Enter">
          {verb}
        </Button>
      </div>
    </form>
  )
}

/** The question and its answer; who may answer finds the field for it here. */
export function AskedBack({ handover: h, now }: { handover: Handover; now: Date }) {
  const [text, setText] = useState('')
  const q = h.asked_back
  const tell = useMutation({
    mutationFn: () => swarms.answerBack(h.id, text.trim()),
    onSuccess: async () => {
      toasts.done(`${h.ticket.ref}: answered, the clock runs on`)
      setText('')
      await forgetSwarm(h.ticket.ref)
    },
  })
  if (!q) return null
  const paused = !q.answered_at && q.until !== undefined && new Date(q.until) > now
  return (
    <section className={styles.asked} aria-label="Asked back">
      <p>
        <Icon name="circle-help" size="s" /> <b>{q.by.name}</b> asked, {moment(q.at, now)}: {q.text}
        {paused && <span className="ink-3"> The clock pauses until {moment(q.until ?? '', now)}.</span>}
      </p>
      {q.answer && (
        <p>
          <Icon name="reply" size="s" /> {senderOf(h)}’s side: {q.answer}
        </p>
      )}
      {h.can.answer_back && (
        <Writing
          label="Your answer"
          verb="Answer"
          hint="The clock runs on at once."
          text={text}
          onText={setText}
          busy={tell.isPending}
          problem={tell.error}
          onSend={() => tell.mutate()}
        />
      )}
    </section>
  )
}

/** The question over a ticket. */
export function AskBackDialog({ ticket, onClose }: { ticket: Ticket; onClose: () => void }) {
  const [text, setText] = useState('')
  const h = offeredOf(ticket)
  const ask = useMutation({
    mutationFn: () => swarms.askBack(h?.id ?? '', text.trim()),
    onSuccess: async () => {
      toasts.done(`${ticket.ref}: ${h ? senderOf(h) : 'the sender'} is asked`)
      onClose()
      await forgetSwarm(ticket.ref)
    },
  })
  if (!h) return null
  return (
    <Question
      title={`Ask ${senderOf(h)} first`}
      verb="Ask"
      busy={ask.isPending}
      problem={ask.error}
      onClose={onClose}
      onSubmit={() => ask.mutate()}
    >
      <Area
        label="What do you need to know?"
        rows={2}
        required
        value={text}
        onChange={(e) => setText(e.target.value)}
      />
      {!h.asked_back && (
        <p className="small ink-3">Pauses the clock once: for ten minutes, or until it is answered.</p>
      )}
    </Question>
  )
}
