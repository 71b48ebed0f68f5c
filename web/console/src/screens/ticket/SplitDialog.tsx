import { useState } from 'react'
import { desk, useTicketChange } from '../../api/mutations'
import { useTimeline } from '../../api/queries'
import { Input, Pick } from '../../parts/Forms'
import { useGo } from '../../shell/useGo'
import { toasts } from '../../toast/toasts'
import { moment } from '../../words/time'
import { useNow } from '../../words/useNow'
import { bodyOf } from './entry-words'
import { Question } from './Question'
import type { DialogProps } from './TicketDialogs'

/** A message about something else becomes a ticket of its own; both name each other. */
export function SplitDialog({ ticket, onClose }: DialogProps) {
  const now = useNow()
  const go = useGo()
  const messages = (useTimeline(ticket.ref).data ?? []).filter((e) => e.kind === 'message.replied')
  const [seq, setSeq] = useState('')
  const [subject, setSubject] = useState('')
  const chosen = seq || String(messages.at(-1)?.seq ?? '')
  const split = useTicketChange<{ seq: number; subject: string }>(ticket.ref, async (form) => {
    const made = await desk.split(ticket.ref, form.seq, form.subject)
    toasts.say({
      text: `${made.ref} split off`,
      tone: 'done',
      act: { label: 'Open', run: () => go(`/tickets/${made.ref}`), counts: false },
    })
  })
  return (
    <Question
      title={`Split off a part of ${ticket.ref}`}
      verb="Split off"
      busy={split.isPending}
      problem={split.error}
      onClose={onClose}
      onSubmit={() => split.mutate({ seq: Number(chosen), subject: subject.trim() }, { onSuccess: onClose })}
    >
      <Pick
        label="Which message"
        required
        options={messages.map((e) => ({
          value: String(e.seq),
          text: `${moment(e.at, now)}, ${e.by.name}: ${bodyOf(e).slice(0, 60)}`,
        }))}
        value={chosen}
        onChange={(e) => setSeq(e.target.value)}
      />
      <Input label="What it is about" required value={subject} onChange={(e) => setSubject(e.target.value)} />
    </Question>
  )
}
