import { useMutation } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { sentenceOf } from '../../api/problem'
import { useTimeline } from '../../api/queries'
import type { Ticket } from '../../api/types'
import {
  forgetCases,
  type SendForm,
  useLeaving,
  useVendorDraft,
  useVendors,
  vending,
} from '../../api/vendors'
import { useKeys } from '../../keys/keys'
import { Button } from '../../parts/Button'
import { Area, Check, Input, Pick } from '../../parts/Forms'
import { Icon } from '../../parts/Icon'
import { Sheet } from '../../parts/Overlays'
import { Failed, Skeleton } from '../../parts/Surfaces'
import { toasts } from '../../toast/toasts'
import { useLater } from '../settings/noun/useLater'
import { Replaced } from './Replaced'
import styles from './Vendor.module.css'

interface SendSheetProps {
  ticket: Ticket
  onClose: () => void
}

const blank: SendForm = {
  vendor: '',
  ask: '',
  subject: '',
  summary: '',
  tried: [],
  hypothesis: '',
  files: [],
  keep: [],
  quiet: false,
  customer_message: '',
}

/** The top rung: what goes to the maker is shown before it leaves, and nothing else goes. */
export default function SendSheet({ ticket, onClose }: SendSheetProps) {
  const vendors = useVendors()
  const only = vendors.data?.length === 1 ? (vendors.data[0]?.id ?? '') : ''
  const [typed, setTyped] = useState(blank)
  const vendor = typed.vendor || only
  const form = useMemo(() => ({ ...typed, vendor }), [typed, vendor])
  const set = (change: Partial<SendForm>) => setTyped((f) => ({ ...f, ...change }))
  const filled = useVendorDraft(ticket.ref, vendor).data?.draft
  const begun = useRef(false)
  useEffect(() => {
    if (!filled || begun.current) return
    begun.current = true
    setTyped((f) => ({ ...f, ...filled, tried: filled.tried }))
  }, [filled])
  const send = useMutation({
    mutationFn: () => vending.send(ticket.ref, form),
    onSuccess: async (c) => {
      toasts.done(`${ticket.ref} is with ${c.vendor.name} as ${c.name}`)
      onClose()
      await forgetCases(ticket.ref)
    },
  })
  const go = () => {
    const missing = form.vendor === '' ? 'select' : form.ask.trim() === '' ? 'textarea[name=ask]' : ''
    if (missing) document.querySelector<HTMLElement>(`dialog ${missing}`)?.focus()
    else if (!send.isPending) send.mutate()
  }
  useKeys({ 'Ctrl Enter': go }, 'sheet')
  return (
    <Sheet
      open
      size="wide"
      icon="building-2"
      title={`Send ${ticket.ref} to its maker`}
      head={<span className="ink-3 trunc">{ticket.subject}</span>}
      onClose={onClose}
      foot={
        <>
          <p className="small ink-2">{ticket.team.name} goes on owning it, and stays the contact.</p>
          <span className="grow" />
          {send.error && (
            <p className="err" role="alert">
              <Icon name="circle-alert" size="xs" />
              {sentenceOf(send.error)}
            </p>
          )}
          <Button look="primary" size="big" icon="send" keys="Ctrl Enter" busy={send.isPending} onClick={go}>
            Send to {vendors.data?.find((v) => v.id === form.vendor)?.name ?? 'the maker'}
          </Button>
        </>
      }
    >
      {vendors.isError ? (
        <Failed sentence={sentenceOf(vendors.error)} again={() => void vendors.refetch()} />
      ) : (
        <div className={styles.cols}>
          <section className={styles.col} aria-label="What they are asked">
            <Pick
              label="Maker"
              none="Choose a vendor"
              options={(vendors.data ?? []).map((v) => ({ value: v.id, text: v.name }))}
              value={vendor}
              onChange={(e) => set({ vendor: e.target.value })}
            />
            <Fields form={form} set={set} />
            <Files ticket={ticket} chosen={form.files} onChange={(files) => set({ files })} />
          </section>
          <Leaves ticket={ticket} form={form} set={set} />
        </div>
      )}
    </Sheet>
  )
}

interface FormProps {
  form: SendForm
  set: (change: Partial<SendForm>) => void
}

const lines = (tried: SendForm['tried']) =>
  tried.map((s) => (s.result ? `${s.text}: ${s.result}` : s.text)).join('\n')

function Fields({ form, set }: FormProps) {
  return (
    <>
      <Area
        label="What they are asked to do"
        name="ask"
        rows={2}
        required
        value={form.ask}
        onChange={(e) => set({ ask: e.target.value })}
      />
      <Input label="Subject" value={form.subject} onChange={(e) => set({ subject: e.target.value })} />
      <Area
        label="What is seen"
        rows={4}
        value={form.summary}
        onChange={(e) => set({ summary: e.target.value })}
      />
      <Area
        label="What was tried"
        rows={3}
        hint="One step a line."
        value={lines(form.tried)}
        onChange={(e) => set({ tried: e.target.value.split('\n').map((text) => ({ text })) })}
      />
      <Area
        label="What we think"
        rows={2}
        value={form.hypothesis}
        onChange={(e) => set({ hypothesis: e.target.value })}
      />
    </>
  )
}

/** The ticket's files, none of them chosen: what goes along is picked by hand. */
function Files({
  ticket,
  chosen,
  onChange,
}: {
  ticket: Ticket
  chosen: string[]
  onChange: (files: string[]) => void
}) {
  const files = (useTimeline(ticket.ref).data ?? []).flatMap((e) => e.files ?? [])
  if (files.length === 0) return null
  return (
    <fieldset className={styles.files}>
      <legend className="label">Files that go along</legend>
      {files.map((f) => (
        <Check
          key={f.id}
          checked={chosen.includes(f.id)}
          onChange={(on) => onChange(on ? [...chosen, f.id] : chosen.filter((x) => x !== f.id))}
        >
          {f.name}
        </Check>
      ))}
    </fieldset>
  )
}

/** What leaves, in both directions: to the maker, and to the customer. */
function Leaves({ ticket, form, set }: FormProps & { ticket: Ticket }) {
  const rested = useLater(form)
  const leaving = useLeaving(ticket.ref, rested, rested.vendor !== '')
  const first = ticket.requester.name.split(' ')[0]
  return (
    <section className={styles.col} aria-label="What leaves">
      {leaving.isError ? (
        <Failed sentence={sentenceOf(leaving.error)} again={() => void leaving.refetch()} />
      ) : leaving.data ? (
        <>
          <Replaced
            leaving={leaving.data}
            kept={form.keep}
            onKeep={(text) => set({ keep: [...form.keep, text] })}
          />
          <Check checked={!form.quiet} onChange={(tell) => set({ quiet: !tell })}>
            Tell {first}
          </Check>
          {!form.quiet && (
            <Area
              label={`What ${first} reads`}
              rows={5}
              value={form.customer_message || leaving.data.customer_message || ''}
              hint={leaving.data.plain.join(' ') || 'Plain words, sent once.'}
              onChange={(e) => set({ customer_message: e.target.value })}
            />
          )}
        </>
      ) : rested.vendor === '' ? (
        <p className="small ink-3">Choose a vendor to see what would leave.</p>
      ) : (
        <Skeleton rows={4} shape="card" />
      )}
    </section>
  )
}
