import { type ReactNode, useId, useState } from 'react'
import type { Source } from '../../api/types'
import { Icon } from '../../parts/Icon'
import { handoverReasons, reasonWord } from '../../words/desk'
import { moment } from '../../words/time'
import { type SourceLine, type Step, toggled } from './form-state'
import styles from './Handover.module.css'

/** The fields of the hand-over form. A tick stands at the left of each that says something. */

interface FieldProps {
  label: string
  done: boolean
  /** The field that the sender has to fill. */
  now?: boolean
  sources?: ReactNode
  children: ReactNode
  /** The control's id, where the label is one. */
  of?: string
}

export function Field({ label, done, now, sources, children, of }: FieldProps) {
  const text = (
    <>
      <Icon
        name={done ? 'check' : now ? 'circle-dot' : 'circle-dashed'}
        className={done ? 'c-ok' : now ? 'c-accent' : styles.empty}
      />
      {label}
    </>
  )
  return (
    <div className={styles.f}>
      {of ? (
        <label className={styles.lb} htmlFor={of}>
          {text}
        </label>
      ) : (
        <span className={styles.lb}>{text}</span>
      )}
      <div className={styles.in}>
        {children}
        {sources}
      </div>
    </div>
  )
}

interface TextFieldProps {
  label: string
  value: string
  onChange: (text: string) => void
  placeholder?: string
  rows?: number
  error?: string
  sources?: ReactNode
  now?: boolean
  name: string
}

export function TextField({
  label,
  value,
  onChange,
  placeholder,
  rows = 1,
  error,
  sources,
  now,
  name,
}: TextFieldProps) {
  const id = useId()
  return (
    <Field label={label} done={value.trim() !== ''} now={now} sources={sources} of={id}>
      <textarea
        id={id}
        name={name}
        className={`area ${styles.area} ${error ? 'error' : ''}`}
        rows={rows}
        value={value}
        placeholder={placeholder}
        aria-invalid={error ? true : undefined}
        onChange={(e) => onChange(e.target.value)}
      />
      {error && (
        <p className="err">
          <Icon name="circle-alert" size="xs" />
          {error}
        </p>
      )}
    </Field>
  )
}

/** The reasons that stand there at once; the rarer ones unfold. */
const usual = new Set(['skill', 'certification', 'access', 'urgency', 'vendor_product'])

/** The reasons as chips; the first chosen is the main one and words the customer's message. */
export function Reasons({
  chosen,
  error,
  onChange,
}: {
  chosen: string[]
  error?: string
  onChange: (r: string[]) => void
}) {
  const [all, setAll] = useState(false)
  const shown = handoverReasons.filter((r) => all || usual.has(r) || chosen.includes(r))
  return (
    <Field label="Reason" done={chosen.length > 0} now>
      <fieldset className={styles.chips} aria-label="Reasons, the first chosen is the main one">
        {shown.map((r) => {
          const at = chosen.indexOf(r)
          const { text, icon } = reasonWord(r)
          return (
            <button
              key={r}
              type="button"
              className={`${styles.chip} ${at >= 0 ? styles.on : ''} ${at === 0 && chosen.length > 1 ? styles.main : ''}`}
              aria-pressed={at >= 0}
              title={at === 0 && chosen.length > 1 ? 'The main reason' : undefined}
              onClick={() => onChange(toggled(chosen, r))}
            >
              <Icon name={at >= 0 ? 'check' : icon} />
              {text}
              {at === 0 && chosen.length > 1 && <span className="sr">, the main reason</span>}
            </button>
          )
        })}
        {shown.length < handoverReasons.length && (
          <button type="button" className={styles.chip} onClick={() => setAll(true)}>
            <Icon name="ellipsis" />
            Others
          </button>
        )}
      </fieldset>
      {error && <p className="err">{error}</p>}
    </Field>
  )
}

/** Where a field was filled from; a press leads to that place of the timeline. */
export function Sources({ lines, onJump }: { lines: SourceLine[]; onJump: (seq: number) => void }) {
  if (lines.length === 0) return null
  return (
    <div className={styles.src}>
      <Icon name="corner-down-right" size="xs" />
      {lines.map((l, i) => (
        <button key={i} type="button" title="Show it in the timeline" onClick={() => onJump(l.seq)}>
          {l.text}
        </button>
      ))}
    </div>
  )
}

/** sourceLines words where a text came from: "Anouk, 08:53". */
export const sourceLines = (sources: Source[] | undefined, now: Date): SourceLine[] =>
  (sources ?? []).map((s) => ({
    seq: s.seq,
    text: `${s.label.split(' ')[0]}${s.at ? `, ${moment(s.at, now)}` : ''}`,
  }))

interface TriedProps {
  steps: Step[]
  onChange: (steps: Step[]) => void
  sources: ReactNode
}

/** What was tried, step by step, each with what it showed. Enter goes on to the next step. */
export function Tried({ steps, onChange, sources }: TriedProps) {
  const set = (i: number, some: Partial<Step>) =>
    onChange(steps.map((s, at) => (at === i ? { ...s, ...some } : s)))
  const add = (box: HTMLElement | null) => {
    onChange([...steps, { text: '' }])
    // The new row exists only after the next paint.
    requestAnimationFrame(() =>
      [...(box?.querySelectorAll<HTMLElement>('[data-step]') ?? [])].at(-1)?.focus(),
    )
  }
  const boxOf = (e: React.SyntheticEvent<HTMLElement>) => e.currentTarget.closest<HTMLElement>('[data-tried]')
  return (
    <Field label="Tried" done={steps.some((s) => s.text.trim() !== '')} sources={sources}>
      <div data-tried>
        {steps.length > 0 && (
          <ol className={styles.tried}>
            {steps.map((s, i) => (
              <li key={i}>
                <input
                  aria-label={`Step ${i + 1}`}
                  data-step
                  value={s.text}
                  placeholder="What was tried"
                  onChange={(e) => set(i, { text: e.target.value })}
                  onKeyDown={(e) => {
                    if (e.key !== 'Enter' || e.ctrlKey || e.metaKey) return
                    e.preventDefault()
                    add(boxOf(e))
                  }}
                />
                <input
                  aria-label={`What step ${i + 1} showed`}
                  value={s.result ?? ''}
                  placeholder="what it showed"
                  onChange={(e) => set(i, { result: e.target.value })}
                />
                <button
                  type="button"
                  className="btn ghost small icon"
                  aria-label={`Remove step ${i + 1}`}
                  onClick={() => onChange(steps.filter((_, at) => at !== i))}
                >
                  <Icon name="x" size="xs" />
                </button>
              </li>
            ))}
          </ol>
        )}
        <button type="button" className="btn ghost small" onClick={(e) => add(boxOf(e))}>
          <Icon name="plus" size="xs" />
          {steps.length === 0 ? 'Add what was tried' : 'Add a step'}
        </button>
      </div>
    </Field>
  )
}
