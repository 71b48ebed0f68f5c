import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { sentenceOf } from '../../api/problem'
import type { Ticket } from '../../api/types'
import { forgetCases, useCases, type VendorCase, vending } from '../../api/vendors'
import { Avatar } from '../../parts/Avatar'
import { Button } from '../../parts/Button'
import { Area, Check, Input, Pick, Segment } from '../../parts/Forms'
import { Icon } from '../../parts/Icon'
import { Sheet } from '../../parts/Overlays'
import { Skeleton } from '../../parts/Surfaces'
import { toasts } from '../../toast/toasts'
import { size } from '../../words/desk'
import { moment } from '../../words/time'
import { useNow } from '../../words/useNow'
import { useLater } from '../settings/noun/useLater'
import { Replaced } from './Replaced'
import styles from './Vendor.module.css'
import { caseStates, outcomes } from './vendor-words'

interface CaseDialogProps {
  ticket: Ticket
  /** "vendor-case-1", or "vendor-number-1" to confirm a number. */
  asked: string
  onClose: () => void
}

/** The thread with a vendor, and what can be done about it. */
export default function CaseDialog({ ticket, asked, onClose }: CaseDialogProps) {
  const cases = useCases(ticket.ref)
  const c = cases.data?.find((x) => asked.endsWith(x.id))
  return (
    <Sheet
      open
      icon="building-2"
      title={c ? `${c.name} with ${c.vendor.name}` : 'With the maker'}
      onClose={onClose}
    >
      {c ? (
        <div className={styles.dialog}>
          <p className="small ink-2">{caseStates[c.state]}.</p>
          <TheirNumber case={c} />
          <Thread case={c} />
          {c.can.write && <Verbs case={c} onClose={onClose} />}
        </div>
      ) : (
        <Skeleton rows={4} shape="card" />
      )}
    </Sheet>
  )
}

/** useStep does one thing to a case, and reads the ticket again. */
function useStep<T>(c: VendorCase, done: string, run: (v: T) => Promise<unknown>, then?: () => void) {
  return useMutation({
    mutationFn: run,
    onSuccess: async () => {
      toasts.done(`${c.ref}: ${done}`)
      then?.()
      await forgetCases(c.ref)
    },
  })
}

function Refused({ error }: { error: unknown }) {
  if (!error) return null
  return (
    <p className="err" role="alert">
      <Icon name="circle-alert" size="xs" />
      {sentenceOf(error)}
    </p>
  )
}

/** Their number: a guess stands in the field, and a person confirms it. */
function TheirNumber({ case: c }: { case: VendorCase }) {
  const [number, setNumber] = useState(c.reference ?? c.reference_hint ?? '')
  const step = useStep(c, 'their number is noted', () => vending.number(c, number))
  return (
    <form
      className={styles.number}
      onSubmit={(e) => {
        e.preventDefault()
        step.mutate(undefined)
      }}
    >
      <span className="grow">
        <Input
          label="Their number"
          value={number}
          hint={!c.reference && c.reference_hint ? 'Guessed from a subject of theirs.' : undefined}
          onChange={(e) => setNumber(e.target.value)}
        />
      </span>
      {c.can.change && number !== (c.reference ?? '') && (
        <Button type="submit" size="small" busy={step.isPending}>
          Note it
        </Button>
      )}
      <Refused error={step.error} />
    </form>
  )
}

function Thread({ case: c }: { case: VendorCase }) {
  const now = useNow()
  return (
    <ol className={styles.thread}>
      {c.messages.map((m) => (
        <li key={m.id} className={`card ${styles.message}`} data-direction={m.direction}>
          <div className={styles.head}>
            <Avatar name={m.author} size="s" />
            <b className="trunc">{m.author}</b>
            <span className="ink-3">{m.direction === 'out' ? 'to them' : `by ${m.via}`}</span>
            <span className="grow" />
            <time className="num ink-3">{moment(m.at, now)}</time>
          </div>
          {/* biome-ignore lint/security/noDangerouslySetInnerHtml: the desk made it safe */}
          <div className="md" dangerouslySetInnerHTML={{ __html: m.html }} />
          {m.files.map((f) => (
            <a key={f.id} className="btn small" href={`/api/v1/files/${f.id}`}>
              <Icon name="paperclip" size="xs" />
              {f.name} {size(f.size)}
            </a>
          ))}
        </li>
      ))}
    </ol>
  )
}

type Doing = 'write' | 'heard' | 'close'

function Verbs({ case: c, onClose }: { case: VendorCase; onClose: () => void }) {
  const [doing, setDoing] = useState<Doing>('write')
  return (
    <section className={styles.verbs} aria-label="Next step">
      <Segment
        label="Next step"
        value={doing}
        options={[
          { value: 'write', text: 'Write again' },
          { value: 'heard', text: 'They rang' },
          { value: 'close', text: 'Close the case' },
        ]}
        onChange={setDoing}
      />
      {doing === 'write' && <Write case={c} onDone={onClose} />}
      {doing === 'heard' && <Heard case={c} onDone={onClose} />}
      {doing === 'close' && <Close case={c} onDone={onClose} />}
    </section>
  )
}

interface StepProps {
  case: VendorCase
  onDone: () => void
}

function Write({ case: c, onDone }: StepProps) {
  const [body, setBody] = useState('')
  const rested = useLater(body.trim())
  const leaves = useQuery({
    queryKey: ['leaves', c.id, rested],
    queryFn: () => vending.preview(c, rested),
    enabled: rested !== '',
  })
  const step = useStep(c, `${c.vendor.name} is written to`, () => vending.write(c, body), onDone)
  return (
    <>
      <Area label="Your message" rows={4} value={body} onChange={(e) => setBody(e.target.value)} />
      {rested !== '' && leaves.data && <Replaced leaving={leaves.data} />}
      <Refused error={step.error} />
      <Button look="primary" icon="send" busy={step.isPending} onClick={() => step.mutate(undefined)}>
        Send to {c.vendor.name}
      </Button>
    </>
  )
}

function Heard({ case: c, onDone }: StepProps) {
  const [author, setAuthor] = useState('')
  const [body, setBody] = useState('')
  const [solved, setSolved] = useState(false)
  const step = useStep(c, 'their answer is noted', () => vending.heard(c, { author, body, solved }), onDone)
  return (
    <>
      <Input label="Who said it" value={author} onChange={(e) => setAuthor(e.target.value)} />
      <Area label="What they said" rows={3} value={body} onChange={(e) => setBody(e.target.value)} />
      <Check checked={solved} onChange={setSolved}>
        They say that it is solved
      </Check>
      <Refused error={step.error} />
      <Button look="primary" busy={step.isPending} onClick={() => step.mutate(undefined)}>
        Write it down
      </Button>
    </>
  )
}

function Close({ case: c, onDone }: StepProps) {
  const [outcome, setOutcome] = useState(c.state === 'solved' ? 'solved' : 'withdrawn')
  const [note, setNote] = useState('')
  const step = useStep(c, 'the case is closed', () => vending.close(c, outcome, note), onDone)
  return (
    <>
      <Pick
        label="How it ended"
        options={outcomes}
        value={outcome}
        onChange={(e) => setOutcome(e.target.value)}
      />
      <Input label="Note for colleagues" value={note} onChange={(e) => setNote(e.target.value)} />
      <Refused error={step.error} />
      <Button look="primary" busy={step.isPending} onClick={() => step.mutate(undefined)}>
        Close {c.name}
      </Button>
    </>
  )
}
