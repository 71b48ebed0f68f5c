import type { ReactNode } from 'react'
import { Button } from '../../../parts/Button'
import { Icon } from '../../../parts/Icon'
import { moment } from '../../../words/time'
import { useNow } from '../../../words/useNow'
import styles from '../Settings.module.css'
import type { Form } from './useForm'

/** Above the fields: what was kept from before, and what somebody else changed meanwhile. */
export function FormNotes<V>({ form, labels }: { form: Form<V>; labels: Record<string, string> }) {
  const now = useNow()
  if (form.conflicts.length > 0)
    return (
      <div className={styles.noteWarn} role="alert">
        <Icon name="triangle-alert" size="s" className="c-warn" />
        <p>
          Somebody else changed {list(form.conflicts.map((f) => labels[f] ?? f))} since you began. Yours is
          kept below and not saved yet.
        </p>
        <span className="row">
          <Button size="small" onClick={form.takeTheirs}>
            Take theirs
          </Button>
          <Button size="small" onClick={form.keepMine}>
            Keep mine
          </Button>
        </span>
      </div>
    )
  if (form.stale)
    return (
      <div className={styles.noteWarn} role="alert">
        <Icon name="triangle-alert" size="s" className="c-warn" />
        <p>
          Somebody changed this since you opened it. The fields now show their changes with yours; look, then
          save again.
        </p>
      </div>
    )
  if (form.keptAt)
    return (
      <p className="small ink-3 row gap-s" role="status">
        <Icon name="history" size="xs" />
        Unsaved changes, kept {moment(form.keptAt, now)}
      </p>
    )
  return null
}

function list(words: string[]): string {
  const lower = words.map((w) => `“${w}”`)
  if (lower.length < 2) return lower.join('')
  return `${lower.slice(0, -1).join(', ')} and ${lower.at(-1)}`
}

/** Below the fields: save, discard, and on the right what ends the record. */
export function FormFoot<V>({
  form,
  verb,
  off,
  children,
}: {
  form: Form<V>
  verb: string
  off?: boolean
  children?: ReactNode
}) {
  const why = off
    ? 'An administrator of the desk can change this.'
    : form.conflicts.length > 0
      ? 'Decide first whose changes hold.'
      : form.dirty
        ? false
        : 'Nothing was changed yet.'
  return (
    <footer className={styles.foot}>
      {form.problem && (
        <p className={`err ${styles.refusal}`} role="alert">
          <Icon name="circle-alert" size="xs" />
          {form.problem}
        </p>
      )}
      <Button type="submit" look="primary" busy={form.busy} off={why} keys="Ctrl Enter">
        {verb}
      </Button>
      {form.dirty && !form.busy && (
        <Button look="ghost" onClick={form.discard}>
          Discard changes
        </Button>
      )}
      <span className="grow" />
      {children}
    </footer>
  )
}
