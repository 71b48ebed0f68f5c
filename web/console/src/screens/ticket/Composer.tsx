import { lazy, type ReactNode, Suspense, useRef, useState } from 'react'
import { desk } from '../../api/mutations'
import { sentenceOf } from '../../api/problem'
import type { FileBrief, Me, Ticket } from '../../api/types'
import { hasDraft, useDraft } from '../../drafts/useDraft'
import { Button } from '../../parts/Button'
import { Input } from '../../parts/Forms'
import { Icon, type IconName } from '../../parts/Icon'
import { Kbd } from '../../parts/Kbd'
import { Popover } from '../../parts/Overlays'
import { PersonPicker } from '../../people/PersonPicker'
import { toasts } from '../../toast/toasts'
import { clock } from '../../words/time'
import styles from './Composer.module.css'
import { bold, bullets, type Edit, insert, plainWords } from './markdown-keys'
import { keepNote, sendReply } from './send'

const ResolveForm = lazy(() => import('./ResolveForm'))

export type ComposerTab = 'reply' | 'note' | 'resolve'

const tabs: {
  id: ComposerTab | 'hand-over'
  text: string
  icon: IconName
  keys: string
  can: string
  off: string
}[] = [
  {
    id: 'reply',
    text: 'Reply',
    icon: 'reply',
    keys: 'R',
    can: 'reply',
    off: 'You cannot reply on this ticket.',
  },
  {
    id: 'note',
    text: 'Internal note',
    icon: 'lock',
    keys: 'N',
    can: 'note',
    off: 'You cannot write a note here.',
  },
  {
    id: 'hand-over',
    text: 'Hand over',
    icon: 'arrow-up-from-line',
    keys: 'E',
    can: 'hand_over',
    off: 'It cannot be handed over now.',
  },
  {
    id: 'resolve',
    text: 'Resolve',
    icon: 'check',
    keys: 'S',
    can: 'resolve',
    off: 'It cannot be resolved now.',
  },
]

interface ComposerProps {
  ticket: Ticket
  me: Me
  tab: ComposerTab
  onTab: (tab: ComposerTab | 'hand-over') => void
}

/** One box with tabs: reply, note, hand over, resolve. The text of each is kept by itself. */
export function Composer({ ticket, me, tab, onTab }: ComposerProps) {
  return (
    <section className={styles.comp} aria-label="Write">
      <div className={styles.tabs} role="tablist" aria-label="Composer">
        {tabs.map((t) => {
          const off = ticket.can[t.can] === true ? undefined : t.off
          return (
            <button
              key={t.id}
              type="button"
              role="tab"
              className="tab"
              aria-selected={t.id === tab}
              aria-disabled={off ? true : undefined}
              title={off}
              onClick={() => !off && onTab(t.id)}
            >
              <Icon name={t.icon} size="s" />
              {t.text}
              {t.id !== tab && hasDraft(ticket.ref, t.id) && (
                <span className={styles.dot} role="img" aria-label="has a draft" />
              )}
              <Kbd keys={t.keys} />
            </button>
          )
        })}
      </div>
      {tab === 'resolve' ? (
        <Suspense>
          <ResolveForm key={ticket.ref} ticket={ticket} onDone={() => onTab('reply')} />
        </Suspense>
      ) : (
        <Writer key={`${ticket.ref}-${tab}`} ticket={ticket} me={me} kind={tab} />
      )}
    </section>
  )
}

function Writer({ ticket, me, kind }: { ticket: Ticket; me: Me; kind: 'reply' | 'note' }) {
  const draft = useDraft(ticket.ref, kind)
  const area = useRef<HTMLTextAreaElement>(null)
  const picker = useRef<HTMLInputElement>(null)
  const [files, setFiles] = useState<FileBrief[]>([])
  const [uploading, setUploading] = useState(0)
  const [naming, setNaming] = useState(false)
  const [step, setStep] = useState<Step | null>(null)
  const isNote = kind === 'note'
  const may = ticket.can[isNote ? 'note' : 'reply'] === true
  const customer = ticket.requester.name.split(' ')[0] ?? ticket.requester.name

  const edit = (change: (e: Edit) => Edit) => {
    const el = area.current
    if (!el) return
    const next = change({ text: draft.text, start: el.selectionStart, end: el.selectionEnd })
    draft.setText(next.text)
    // The caret can only be set once React has put the new text there.
    requestAnimationFrame(() => {
      el.focus()
      el.setSelectionRange(next.start, next.end)
    })
  }
  const attach = async (list: FileList | null) => {
    for (const file of list ?? []) {
      setUploading((n) => n + 1)
      try {
        const kept = await desk.upload(file)
        setFiles((have) => [...have, kept])
      } catch (err) {
        toasts.problem(`${file.name} was not attached. ${sentenceOf(err)}`)
      } finally {
        setUploading((n) => n - 1)
      }
    }
  }
  const empty = draft.text.trim() === '' && !step?.step.trim()
  const why = !may
    ? 'You cannot write here.'
    : empty
      ? 'Write something first.'
      : uploading > 0
        ? 'A file is still on its way.'
        : false
  const send = () => {
    if (why) return
    const text = draft.text.trim()
    const form = { body: text, attachments: files.length > 0 ? files.map((f) => f.id) : undefined }
    const back = (t: string) => {
      draft.setText(t)
      setFiles(files)
    }
    draft.clear()
    setFiles([])
    if (isNote) {
      setStep(null)
      void keepNote(ticket.ref, { ...form, ...stepOf(step) }, back)
    } else sendReply(ticket.ref, form, customer, back)
  }
  const plain = isNote || empty ? null : plainWords(draft.text)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping a file has a button twin, "Attach".
    <div
      className={`${styles.box} ${isNote ? styles.note : ''}`}
      onDragOver={(e) => e.preventDefault()}
      onDrop={(e) => {
        e.preventDefault()
        void attach(e.dataTransfer.files)
      }}
    >
      <div className={styles.to}>
        <Recipients ticket={ticket} note={isNote} />
        <span className="grow" />
        {draft.keptAt && <span role="status">Draft kept, {clock(draft.keptAt)}</span>}
      </div>
      <textarea
        ref={area}
        className={styles.text}
        aria-label={isNote ? 'Internal note' : `Reply to ${ticket.requester.name}`}
        placeholder={isNote ? 'For colleagues only' : `Write to ${customer}`}
        value={draft.text}
        onChange={(e) => draft.setText(e.target.value)}
        onPaste={(e) => {
          if (e.clipboardData.files.length > 0) void attach(e.clipboardData.files)
        }}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) send()
          if (e.key === 'b' && (e.ctrlKey || e.metaKey)) {
            e.preventDefault()
            edit(bold)
          }
          if (e.key === 'Escape') e.currentTarget.blur()
        }}
        data-composer
      />
      {isNote && step && <StepFields step={step} onChange={setStep} />}
      {files.length > 0 && (
        <div className={styles.files}>
          {files.map((f) => (
            <span key={f.id} className="att">
              <Icon name="paperclip" />
              {f.name}
              <button
                type="button"
                aria-label={`Remove ${f.name}`}
                onClick={() => setFiles(files.filter((x) => x.id !== f.id))}
              >
                <Icon name="x" size="xs" />
              </button>
            </span>
          ))}
        </div>
      )}
      <div className={styles.foot}>
        <Button look="ghost" size="small" icon="bold" label="Bold, Ctrl B" onClick={() => edit(bold)} />
        <Button look="ghost" size="small" icon="list" label="List" onClick={() => edit(bullets)} />
        <Button
          look="ghost"
          size="small"
          icon="paperclip"
          label="Attach"
          busy={uploading > 0}
          onClick={() => picker.current?.click()}
        />
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(e) => {
            void attach(e.target.files)
            e.target.value = ''
          }}
        />
        <Popover
          title="Mention"
          side="top"
          open={naming}
          onOpenChange={setNaming}
          trigger={<Button look="ghost" size="small" label="Mention somebody" icon="circle-user-round" />}
        >
          <PersonPicker
            me={me}
            onPick={(p) => {
              setNaming(false)
              if (p) edit((e) => insert(e, `@${p.name}`))
            }}
          />
        </Popover>
        {isNote && !step && (
          <Button
            look="ghost"
            size="small"
            icon="list-checks"
            onClick={() => setStep({ step: '', result: '' })}
          >
            Tried a step
          </Button>
        )}
        <span className="grow" />
        {plain && (
          <span className={`small ${plain.ok ? 'ink-3' : 'c-warn'} ${styles.plain}`}>
            Plain words: {plain.because}
          </span>
        )}
        <Button look="primary" keys="Ctrl Enter" off={why} onClick={send}>
          {isNote ? 'Keep note' : 'Send'}
        </Button>
      </div>
    </div>
  )
}

interface Step {
  step: string
  result: string
}

function stepOf(step: Step | null): { step?: string; result?: string } {
  const name = step?.step.trim()
  return name ? { step: name, result: step?.result.trim() || undefined } : {}
}

/** A step and what it showed: the next handover lists it under "Tried". */
function StepFields({ step, onChange }: { step: Step; onChange: (step: Step | null) => void }) {
  return (
    <div className={styles.step}>
      <Input
        quiet
        label="Step that was tried"
        placeholder="What was tried"
        value={step.step}
        onChange={(e) => onChange({ ...step, step: e.target.value })}
        autoFocus
      />
      <Input
        quiet
        label="What it showed"
        placeholder="What it showed"
        value={step.result}
        onChange={(e) => onChange({ ...step, result: e.target.value })}
      />
      <Button look="ghost" size="small" icon="x" label="No step" onClick={() => onChange(null)} />
    </div>
  )
}

function Recipients({ ticket, note }: { ticket: Ticket; note: boolean }): ReactNode {
  if (note)
    return (
      <>
        <Icon name="lock" size="xs" />
        <span>Not visible to the customer</span>
      </>
    )
  return (
    <>
      <span>To</span>
      <span className={styles.name}>{ticket.requester.name}</span>
      {ticket.cc.length > 0 && (
        <span title={ticket.cc.map((c) => c.email ?? c.name).join(', ')}>
          + {ticket.cc.map((c) => c.name).join(', ')}
        </span>
      )}
    </>
  )
}
