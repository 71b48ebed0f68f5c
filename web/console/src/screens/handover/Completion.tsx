import type { ChecklistItem, HandoverCheck } from '../../api/types'
import { Check } from '../../parts/Forms'
import { Icon } from '../../parts/Icon'
import { toggled } from './form-state'
import styles from './Handover.module.css'

/** What only a person can say: since when, on which device, or any other question of the list. */
const byHand = new Set(['began', 'device', 'confirm'])

interface CompletionProps {
  checklist: ChecklistItem[]
  confirmed: string[]
  onChange: (confirmed: string[]) => void
}

/** The receiver's checklist, as it fills. What the desk cannot see is ticked by hand. */
export function Checklist({ checklist, confirmed, onChange }: CompletionProps) {
  return (
    <ul className={styles.list} aria-label="What they ask for">
      {checklist.map((c) => {
        const hand = confirmed.includes(c.id)
        const tickable = hand || (!c.done && byHand.has(c.source ?? ''))
        return (
          <li key={c.id} className={c.done || hand ? undefined : styles.open}>
            {tickable ? (
              <Check checked={hand} onChange={() => onChange(toggled(confirmed, c.id))}>
                {c.label}
              </Check>
            ) : (
              <>
                <Icon
                  name={c.done ? 'check' : 'circle-dashed'}
                  className={c.done ? 'c-ok' : ''}
                  label={c.done ? 'done' : 'missing'}
                />
                {c.label}
              </>
            )}
          </li>
        )
      })}
    </ul>
  )
}

interface ThinProps {
  said: HandoverCheck
  receiver: string
  because: string
  error?: string
  onChange: (because: string) => void
}

/** A thin handover is never stopped: its sender says why it goes all the same. */
export function Thin({ said, receiver, because, error, onChange }: ThinProps) {
  return (
    <div className={styles.thin}>
      <p>
        <Icon name="triangle-alert" size="s" />
        <span>
          It is <b>{said.completeness} %</b> complete; {receiver} asks for <b>{said.threshold} %</b>. Add what
          is missing, or say why it goes all the same.
        </span>
      </p>
      <textarea
        name="because"
        className={`area ${styles.area} ${error ? 'error' : ''}`}
        rows={1}
        aria-label="Why it goes all the same"
        aria-invalid={error ? true : undefined}
        placeholder="Because…"
        value={because}
        onChange={(e) => onChange(e.target.value)}
      />
    </div>
  )
}
