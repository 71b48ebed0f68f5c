import { useRef, useState } from 'react'
import { newKey } from '../../api/client'
import { desk, forgetTicket } from '../../api/mutations'
import { sentenceOf } from '../../api/problem'
import { useTimeline } from '../../api/queries'
import type { Entry, Evidence } from '../../api/types'
import { Button } from '../../parts/Button'
import { Icon } from '../../parts/Icon'
import { Popover } from '../../parts/Overlays'
import { moment } from '../../words/time'
import { bodyOf } from '../ticket/entry-words'
import { Field } from './Fields'
import styles from './Handover.module.css'

const same = (a: Evidence, b: Evidence) => (a.file || b.file ? a.file === b.file : a.seq === b.seq)

/** proofsOf lists what of a timeline can be evidence: every file, and every message or note. */
export function proofsOf(entries: Entry[], now: Date): Evidence[] {
  const files = entries.flatMap((e) =>
    (e.files ?? []).map((f) => ({ file: f.id, seq: e.seq, label: f.name })),
  )
  const said = entries
    .filter((e) => e.kind === 'message.noted' || e.kind === 'message.replied' || e.kind === 'ticket.opened')
    .map((e) => ({ seq: e.seq, label: `${wordOf(e)} ${moment(e.at, now)}` }))
  return [...files, ...said.reverse()]
}

const wordOf = (e: Entry) =>
  e.kind === 'message.noted' ? `Note by ${e.by.name.split(' ')[0]}` : `Message of ${e.by.name.split(' ')[0]}`

interface EvidenceFieldProps {
  ticketRef: string
  evidence: Evidence[]
  now: Date
  onChange: (evidence: Evidence[]) => void
  onJump: (seq: number) => void
}

/** The evidence: files and entries of the ticket. A new file becomes a note of the ticket first, so that it stays. */
export function EvidenceField({ ticketRef, evidence, now, onChange, onJump }: EvidenceFieldProps) {
  const entries = useTimeline(ticketRef).data ?? []
  const pick = useRef<HTMLInputElement>(null)
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState('')
  const others = proofsOf(entries, now).filter((p) => !evidence.some((e) => same(e, p)))

  const upload = async (files: FileList | null) => {
    if (!files || files.length === 0) return
    setBusy(true)
    setProblem('')
    try {
      const kept = await Promise.all([...files].map((f) => desk.upload(f)))
      await desk.note(
        ticketRef,
        { body: 'Evidence for the handover', attachments: kept.map((f) => f.id) },
        newKey(),
      )
      onChange([...evidence, ...kept.map((f) => ({ file: f.id, label: f.name }))])
      void forgetTicket(ticketRef)
    } catch (err) {
      setProblem(sentenceOf(err))
    } finally {
      setBusy(false)
    }
  }
  return (
    <Field label="Evidence" done={evidence.length > 0}>
      <ul className={styles.chips}>
        {evidence.map((e, i) => (
          <li key={i} className={`att ${styles.att}`}>
            {e.file ? (
              <a href={`/api/v1/files/${e.file}`} className={styles.proof}>
                <Icon name="file-text" />
                {e.label}
              </a>
            ) : (
              <button type="button" className={styles.proof} onClick={() => e.seq && onJump(e.seq)}>
                <Icon name="activity" />
                {e.label}
              </button>
            )}
            <button
              type="button"
              className={styles.drop}
              aria-label={`Remove ${e.label}`}
              onClick={() => onChange(evidence.filter((x) => x !== e))}
            >
              <Icon name="x" size="xs" />
            </button>
          </li>
        ))}
        <li>
          <Popover
            title="Evidence on this ticket"
            trigger={
              <Button size="small" look="ghost" icon="plus">
                Add
              </Button>
            }
          >
            <ul className={styles.proofs}>
              {others.map((p) => (
                <li key={p.file ?? p.seq}>
                  <button type="button" className="mi" onClick={() => onChange([...evidence, p])}>
                    <Icon name={p.file ? 'file-text' : 'message-circle'} size="s" />
                    <span className="nowrap">{p.label}</span>
                    {!p.file && <span className="small ink-3 trunc grow">{textOf(entries, p.seq)}</span>}
                  </button>
                </li>
              ))}
              {others.length === 0 && <li className={styles.quiet}>Everything on this ticket is chosen.</li>}
            </ul>
          </Popover>
        </li>
        <li>
          <Button
            size="small"
            look="ghost"
            icon="paperclip"
            label="Upload a file as evidence"
            busy={busy}
            onClick={() => pick.current?.click()}
          />
          <input
            ref={pick}
            type="file"
            multiple
            hidden
            aria-label="Upload evidence"
            onChange={(e) => {
              void upload(e.target.files)
              e.target.value = ''
            }}
          />
        </li>
      </ul>
      {problem && (
        <p className="err" role="alert">
          <Icon name="circle-alert" size="xs" />
          {problem}
        </p>
      )}
    </Field>
  )
}

const textOf = (entries: Entry[], seq: number | undefined) => {
  const entry = entries.find((e) => e.seq === seq)
  return entry ? bodyOf(entry).slice(0, 60) : ''
}
