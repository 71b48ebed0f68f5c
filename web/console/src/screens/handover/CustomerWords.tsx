import { useId } from 'react'
import type { HandoverCheck } from '../../api/types'
import { Switch } from '../../parts/Forms'
import { Icon } from '../../parts/Icon'
import styles from './CustomerWords.module.css'

interface CustomerWordsProps {
  customer: string
  /** When they will read it. */
  when: string
  said: HandoverCheck | undefined
  words: string | null
  onChange: (words: string | null) => void
}

/** What the customer will read: made from the reason, or in the sender's own words. Either way it is held against plain words. */
export function CustomerWords({ customer, when, said, words, onChange }: CustomerWordsProps) {
  const id = useId()
  const made = said?.customer_message ?? ''
  const problems = said?.plain.problems ?? []
  return (
    <section className={styles.msg} aria-labelledby={id}>
      <div className={styles.msgHead}>
        <Icon name="mail" size="s" />
        <b id={id}>What {customer} will read</b>
        <span className="ink-3 trunc">{when}</span>
        <span className="grow" />
        {said && (
          <span className={`row ${styles.plain} ${said.plain.ok ? 'c-ok' : 'c-warn'}`} role="status">
            <Icon name={said.plain.ok ? 'check' : 'triangle-alert'} size="xs" />
            {said.plain.ok ? 'Plain words' : 'Not plain yet'}
          </span>
        )}
        <span className={styles.own}>
          <span aria-hidden="true">Own words</span>
          <Switch
            label="In your own words"
            checked={words !== null}
            onChange={(on) => onChange(on ? made : null)}
          />
        </span>
      </div>
      {words === null ? (
        <p className={styles.msgBody}>{made}</p>
      ) : (
        <textarea
          name="customer_message"
          className={styles.msgBody}
          aria-label={`Your words to ${customer}`}
          rows={4}
          value={words}
          onChange={(e) => onChange(e.target.value)}
        />
      )}
      {problems.length > 0 && (
        <ul className={styles.problems}>
          {problems.map((p) => (
            <li key={p}>{p}</li>
          ))}
        </ul>
      )}
    </section>
  )
}
