import { useState } from 'react'
import { useTeams } from '../../api/queries'
import type { Handover } from '../../api/types'
import { useDraft } from '../../drafts/useDraft'
import { Button } from '../../parts/Button'
import { Area, Check, Input, Pick } from '../../parts/Forms'
import { Icon } from '../../parts/Icon'
import { giveBack } from './answers'
import styles from './Return.module.css'
import {
  blank,
  lackOfReturn,
  openFirst,
  type Returning,
  readReturning,
  returnChoices,
  returnLackWords,
  wireOfReturn,
} from './return-form'

interface ReturnFormProps {
  handover: Handover
  /** It was sent, or thought better of. */
  onDone: () => void
  /** Brings the form back after an undo. */
  onBack: () => void
}

/** Return with a reason: what is wrong, what would mend it, and what it costs. */
export function ReturnForm({ handover: h, onDone, onBack }: ReturnFormProps) {
  const draft = useDraft(h.ticket.ref, 'return')
  // What is open is what they most likely mean.
  const open = h.checklist.filter((c) => !c.done).map((c) => c.label)
  const form = draft.text ? readReturning(draft.text) : { ...blank, missing: open }
  const change = (some: Partial<Returning>) => draft.setText(JSON.stringify({ ...form, ...some }))
  const [tried, setTried] = useState(false)
  const lack = tried ? lackOfReturn(form) : null
  const send = () => {
    setTried(true)
    if (lackOfReturn(form)) return
    onDone()
    giveBack(h, wireOfReturn(form), onBack)
  }
  return (
    <form
      className={styles.form}
      onSubmit={(e) => {
        e.preventDefault()
        send()
      }}
      onKeyDown={(e) => {
        if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
          e.preventDefault()
          send()
        }
      }}
    >
      <div className={styles.choices} role="radiogroup" aria-label="Why it goes back">
        {returnChoices.map((c) => (
          <label key={c.reason} className={`mi ${styles.choice} ${form.reason === c.reason ? 'on' : ''}`}>
            <input
              type="radio"
              className="sr"
              name="return-reason"
              checked={form.reason === c.reason}
              onChange={() => change({ reason: c.reason })}
            />
            <span className={`radio${form.reason === c.reason ? ' on' : ''}`} aria-hidden="true" />
            <span>
              <b>{c.text}</b>
              <span className={styles.hint}>{c.hint}</span>
            </span>
          </label>
        ))}
      </div>
      <div className={styles.more}>
        <Asked handover={h} form={form} onChange={change} />
        {lack === 'missing' && <p className="err">{returnLackWords.missing}</p>}
        {form.reason === 'answer_known' && (
          <Input
            label="Article or known error"
            placeholder="KB-204"
            value={form.article}
            error={lack === 'article' ? returnLackWords.article : undefined}
            onChange={(e) => change({ article: e.target.value })}
          />
        )}
        {form.reason === 'duplicate' && (
          <Input
            label="The ticket that it doubles"
            placeholder="SL-1042"
            value={form.duplicate}
            error={lack === 'duplicate' ? returnLackWords.duplicate : undefined}
            onChange={(e) => change({ duplicate: e.target.value })}
          />
        )}
        <Area
          label={`Note to ${h.from.person?.name.split(' ')[0] ?? h.from.team.name}`}
          rows={3}
          required
          value={form.note}
          error={lack === 'note' ? returnLackWords.note : undefined}
          onChange={(e) => change({ note: e.target.value })}
        />
      </div>
      <div className={styles.foot}>
        <span className={styles.cost}>
          <Icon name="bounce" size="s" className="c-warn" />
          Counts as a return. Nothing changes for {h.ticket.requester.name.split(' ')[0]}.
        </span>
        <Button size="small" onClick={onDone}>
          Cancel
        </Button>
        <Button size="small" look="primary" type="submit" keys="Ctrl Enter">
          Return
        </Button>
      </div>
    </form>
  )
}

interface AskedProps {
  handover: Handover
  form: Returning
  onChange: (some: Partial<Returning>) => void
}

/** What the chosen reason asks for beside the note. */
function Asked({ handover: h, form, onChange }: AskedProps) {
  const teams = useTeams().data ?? []
  if (form.reason === 'missing_information') return <Missing handover={h} form={form} onChange={onChange} />
  if (form.reason !== 'wrong_team') return null
  return (
    <Pick
      label="The right team"
      none="I do not know"
      options={teams
        .filter((t) => t.id !== h.to.team.id && t.id !== h.from.team.id)
        .map((t) => ({ value: t.id, text: t.name }))}
      value={form.team}
      onChange={(e) => onChange({ team: e.target.value })}
    />
  )
}

const other = 'See the note'

/** The points of the checklist: the open ones first; those that are ticked unfold, for they may not be enough. */
function Missing({ handover: h, form, onChange }: AskedProps) {
  const [all, setAll] = useState(false)
  const list = openFirst(h.checklist).filter((c) => all || !c.done || form.missing.includes(c.label))
  const toggle = (label: string, on: boolean) =>
    onChange({ missing: on ? [...form.missing, label] : form.missing.filter((m) => m !== label) })
  return (
    <fieldset className={styles.missing}>
      <legend className="label">What is missing</legend>
      {list.map((c) => (
        <Check key={c.id} checked={form.missing.includes(c.label)} onChange={(on) => toggle(c.label, on)}>
          {c.label}
          {c.done && <span className="ink-3">is ticked</span>}
        </Check>
      ))}
      <Check checked={form.missing.includes(other)} onChange={(on) => toggle(other, on)}>
        Something else, see the note
      </Check>
      {list.length < h.checklist.length && (
        <button type="button" className={styles.unfold} onClick={() => setAll(true)}>
          A point is ticked but not enough
        </button>
      )}
    </fieldset>
  )
}
