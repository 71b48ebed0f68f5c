import { useRef, useState } from 'react'
import { newKey } from '../../api/client'
import { desk } from '../../api/mutations'
import { Problem, sentenceOf } from '../../api/problem'
import { useCategories, useServices } from '../../api/queries'
import type { FileBrief } from '../../api/types'
import { useDraft } from '../../drafts/useDraft'
import { useKeys } from '../../keys/keys'
import { Button } from '../../parts/Button'
import { Area, Input, Pick } from '../../parts/Forms'
import { Icon } from '../../parts/Icon'
import { PageHead } from '../../shell/PageHead'
import { useGo } from '../../shell/useGo'
import { toasts } from '../../toast/toasts'
import { scaleWords } from '../../words/desk'
import { clock } from '../../words/time'
import styles from './New.module.css'

const channels = [
  { value: 'phone', text: 'They called' },
  { value: 'walk_in', text: 'They came by' },
  { value: 'console', text: 'I noticed it' },
]
const kinds = [
  { value: 'incident', text: 'Something is broken' },
  { value: 'request', text: 'Something is wanted' },
]
const scale = [1, 2, 3].map((n) => ({ value: String(n), text: scaleWords[n] ?? '' }))

/** A ticket written down for somebody: who, what, how bad. The text keeps itself as a draft. */
export function NewTicketScreen() {
  const go = useGo()
  const body = useDraft('new', 'body')
  const subject = useDraft('new', 'subject')
  const [form, setForm] = useState({
    email: '',
    name: '',
    channel: 'phone',
    kind: 'incident',
    service: '',
    category: '',
    impact: '3',
    urgency: '3',
  })
  const [files, setFiles] = useState<FileBrief[]>([])
  const [tried, setTried] = useState(false)
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Problem | null>(null)
  // One key for this ticket: pressing twice, or again after a lost answer, opens it once.
  const key = useRef(newKey())
  const picker = useRef<HTMLInputElement>(null)
  const services = useServices().data ?? []
  const categories = useCategories(form.service || undefined).data ?? []
  const set = (name: keyof typeof form) => (e: { target: { value: string } }) =>
    setForm({ ...form, [name]: e.target.value })
  const lacks = {
    email: /.+@.+/.test(form.email) ? undefined : 'Whose is it? Their address is needed.',
    subject: subject.text.trim() ? undefined : 'Say in one line what it is about.',
  }
  const open = Object.values(lacks).some(Boolean)

  const submit = async () => {
    setTried(true)
    if (open || busy) return
    setBusy(true)
    setRefused(null)
    try {
      const made = await desk.open(
        {
          subject: subject.text.trim(),
          body: body.text.trim(),
          requester: { email: form.email.trim(), name: form.name.trim() || undefined },
          kind: form.kind,
          channel: form.channel,
          service: form.service || undefined,
          category: form.category || undefined,
          impact: Number(form.impact),
          urgency: Number(form.urgency),
          attachments: files.length > 0 ? files.map((f) => f.id) : undefined,
        },
        key.current,
      )
      subject.clear()
      body.clear()
      toasts.done(`${made.ref} opened`)
      go(`/tickets/${made.ref}`)
    } catch (err) {
      setRefused(err instanceof Problem ? err : null)
      toasts.problem(sentenceOf(err))
    } finally {
      setBusy(false)
    }
  }
  const attach = async (list: FileList | null) => {
    for (const file of list ?? []) {
      try {
        const kept = await desk.upload(file)
        setFiles((have) => [...have, kept])
      } catch (err) {
        toasts.problem(`${file.name} was not attached. ${sentenceOf(err)}`)
      }
    }
  }
  useKeys({ 'Ctrl Enter': () => void submit() })
  const shown = tried ? lacks : { email: undefined, subject: undefined }
  const said = (field: string) => refused?.fields.find((f) => f.field.startsWith(field))?.text

  return (
    <main className={`main ${styles.page}`} id="main">
      <PageHead title="New ticket">
        {body.keptAt && <span className="small ink-3">Draft kept, {clock(body.keptAt)}</span>}
      </PageHead>
      <form
        className={styles.form}
        onSubmit={(e) => {
          e.preventDefault()
          void submit()
        }}
      >
        <div className={styles.pair}>
          <Input
            label="Whose it is, mail address"
            type="email"
            value={form.email}
            onChange={set('email')}
            error={shown.email ?? said('requester')}
            autoFocus
          />
          <Input
            label="Their name"
            value={form.name}
            onChange={set('name')}
            hint="Only needed when the desk does not know them."
          />
        </div>
        <Input
          label="What it is about"
          value={subject.text}
          onChange={(e) => subject.setText(e.target.value)}
          error={shown.subject ?? said('subject')}
        />
        <Area
          label="What they said"
          rows={8}
          value={body.text}
          onChange={(e) => body.setText(e.target.value)}
          error={said('body')}
        />
        {files.length > 0 && (
          <div className={styles.files}>
            {files.map((f) => (
              <span key={f.id} className="att">
                <Icon name="paperclip" />
                {f.name}
              </span>
            ))}
          </div>
        )}
        <div className={styles.pair}>
          <Pick label="How it came" options={channels} value={form.channel} onChange={set('channel')} />
          <Pick label="Kind" options={kinds} value={form.kind} onChange={set('kind')} />
          <Pick
            label="Service"
            none="Not known yet"
            options={services.map((s) => ({ value: s.id, text: s.name }))}
            value={form.service}
            onChange={set('service')}
          />
          <Pick
            label="Category"
            none="None"
            options={categories.map((c) => ({ value: c.id, text: c.name }))}
            value={form.category}
            onChange={set('category')}
          />
          <Pick label="Impact: how many" options={scale} value={form.impact} onChange={set('impact')} />
          <Pick label="Urgency: how soon" options={scale} value={form.urgency} onChange={set('urgency')} />
        </div>
        <div className="row">
          <Button icon="paperclip" onClick={() => picker.current?.click()}>
            Attach
          </Button>
          <input ref={picker} type="file" multiple hidden onChange={(e) => void attach(e.target.files)} />
          <span className="grow" />
          <Button onClick={() => go('/queue/mine')}>Cancel</Button>
          <Button type="submit" look="primary" busy={busy} keys="Ctrl Enter">
            Open the ticket
          </Button>
        </div>
      </form>
    </main>
  )
}
