import { type ReactNode, useId, useState } from 'react'
import type { Named } from '../../../api/types'
import { Button } from '../../../parts/Button'
import { Input } from '../../../parts/Forms'
import { Icon } from '../../../parts/Icon'
import { Popover } from '../../../parts/Overlays'
import styles from '../Settings.module.css'

/** One thing that may be chosen; the hint tells two of the same name apart. */
export interface Choice extends Named {
  hint?: string
}

interface ChooserProps {
  /** The button's words: "Add a member". */
  text: string
  label?: string
  /** Asks for what fits the typed words. */
  useChoices: (q: string) => Choice[] | undefined
  /** What is chosen already is not offered again. */
  taken?: string[]
  onPick: (choice: Choice) => void
  /** Offered as first: "Nobody". */
  none?: string
  onNone?: () => void
  look?: 'field' | 'add'
  describedBy?: string
  invalid?: boolean
  id?: string
}

/** A button that opens a short list with a search. */
export function Chooser(props: ChooserProps) {
  const [open, setOpen] = useState(false)
  const trigger =
    props.look === 'field' ? (
      <button
        type="button"
        id={props.id}
        className={`field ${styles.chosen}${props.invalid ? ' error' : ''}`}
        aria-label={props.label}
        aria-describedby={props.describedBy}
        data-invalid={props.invalid || undefined}
      >
        <span className="grow trunc">{props.text}</span>
        <Icon name="chevrons-up-down" size="xs" />
      </button>
    ) : (
      <Button size="small" icon="plus">
        {props.text}
      </Button>
    )
  return (
    <Popover trigger={trigger} open={open} onOpenChange={setOpen} title={props.label ?? props.text}>
      <Choices {...props} onDone={() => setOpen(false)} />
    </Popover>
  )
}

function Choices({
  text,
  label,
  useChoices,
  taken = [],
  onPick,
  none,
  onNone,
  onDone,
}: ChooserProps & { onDone: () => void }) {
  const [q, setQ] = useState('')
  const answer = useChoices(q)
  const left = (answer ?? []).filter((c) => !taken.includes(c.id)).slice(0, 50)
  const pick = (c: Choice) => {
    onPick(c)
    onDone()
  }
  const move = (e: React.KeyboardEvent<HTMLDivElement>) => {
    const by = e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : 0
    if (by === 0) return
    e.preventDefault()
    const all = [...e.currentTarget.querySelectorAll<HTMLElement>('input, .mi')]
    all[all.indexOf(document.activeElement as HTMLElement) + by]?.focus()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the popover around it is the dialog; this only gathers its arrow keys.
    <div className={styles.choices} onKeyDown={move}>
      <Input
        quiet
        label={`Find: ${label ?? text}`}
        placeholder="Search"
        value={q}
        onChange={(e) => setQ(e.target.value)}
        onKeyDown={(e) => {
          if (e.key !== 'Enter') return
          // Enter belongs to this search, not to the form around it.
          e.preventDefault()
          e.stopPropagation()
          if (left[0]) pick(left[0])
        }}
      />
      <ul>
        {none && q === '' && (
          <li>
            <button
              type="button"
              className="mi"
              onClick={() => {
                onNone?.()
                onDone()
              }}
            >
              <span className="ink-3">{none}</span>
            </button>
          </li>
        )}
        {left.map((c) => (
          <li key={c.id}>
            <button type="button" className="mi" onClick={() => pick(c)}>
              <span className="grow trunc">{c.name}</span>
              {c.hint && <span className="small ink-3 trunc">{c.hint}</span>}
            </button>
          </li>
        ))}
      </ul>
      {answer && left.length === 0 && <p className="small ink-3">Nothing by that name.</p>}
    </div>
  )
}

interface ChoiceFieldProps extends Omit<ChooserProps, 'text' | 'look' | 'label'> {
  label: string
  value?: Named
  placeholder: string
  error?: string
  hint?: ReactNode
}

/** A field whose value is chosen from many: an organisation, a lead. */
export function ChoiceField({ label, value, placeholder, error, hint, ...rest }: ChoiceFieldProps) {
  const id = useId()
  const note = `${id}-note`
  return (
    <div className="fld">
      <span className="label">{label}</span>
      <Chooser
        {...rest}
        look="field"
        label={`${label}: ${value?.name ?? placeholder}`}
        text={value?.name ?? placeholder}
        describedBy={error || hint ? note : undefined}
        invalid={Boolean(error)}
      />
      {error ? (
        <div className="err" id={note}>
          <Icon name="circle-alert" size="xs" />
          {error}
        </div>
      ) : (
        hint && (
          <div className="hint" id={note}>
            {hint}
          </div>
        )
      )}
    </div>
  )
}

interface ListFieldProps<T> {
  label: string
  items: T[]
  keyOf: (item: T) => string
  nameOf: (item: T) => string
  children: (item: T, i: number) => ReactNode
  onRemove: (item: T) => void
  add: ReactNode
  empty: string
  error?: string
  hint?: ReactNode
}

/** A list inside a form: each line with what belongs to it, and a way to take it out. */
export function ListField<T>({
  label,
  items,
  keyOf,
  nameOf,
  children,
  onRemove,
  add,
  empty,
  error,
  hint,
}: ListFieldProps<T>) {
  const id = useId()
  return (
    <section className={styles.sub} aria-labelledby={id}>
      <header className="row">
        <h3 id={id} className="b">
          {label}
        </h3>
        <span className="count">{items.length || ''}</span>
        <span className="grow" />
        {add}
      </header>
      {hint && <p className="hint">{hint}</p>}
      {error && (
        <p className="err" role="alert" tabIndex={-1} aria-invalid="true">
          <Icon name="circle-alert" size="xs" />
          {error}
        </p>
      )}
      {items.length === 0 ? (
        <p className="small ink-3">{empty}</p>
      ) : (
        <ul className={styles.lines}>
          {items.map((item, i) => (
            <li key={keyOf(item)}>
              {children(item, i)}
              <Button
                look="ghost"
                size="small"
                icon="x"
                label={`Take out ${nameOf(item)}`}
                onClick={() => onRemove(item)}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
