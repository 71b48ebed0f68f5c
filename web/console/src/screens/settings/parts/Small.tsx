import type { InputHTMLAttributes, ReactNode } from 'react'
import { Check } from '../../../parts/Forms'
import { Icon } from '../../../parts/Icon'
import styles from '../Settings.module.css'

/** A small number inside a line: its label is for readers, the column's words for the eye. */
export function SmallNumber({
  label,
  unit,
  value,
  onChange,
  ...rest
}: {
  label: string
  unit?: string
  value: number
  onChange: (n: number) => void
} & Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange' | 'value'>) {
  return (
    <span className={styles.small}>
      <input
        type="number"
        inputMode="numeric"
        className="field"
        aria-label={label}
        value={Number.isFinite(value) ? value : ''}
        onChange={(e) => onChange(e.target.valueAsNumber)}
        {...rest}
      />
      {unit && <span className="small ink-3">{unit}</span>}
    </span>
  )
}

/** A short choice inside a line. */
export function SmallPick({
  label,
  value,
  options,
  onChange,
  disabled,
}: {
  label: string
  value: string
  options: { value: string; text: string }[]
  onChange: (v: string) => void
  disabled?: boolean
}) {
  return (
    <span className={`field pick ${styles.smallPick}`}>
      <select aria-label={label} value={value} disabled={disabled} onChange={(e) => onChange(e.target.value)}>
        {options.map((o) => (
          <option key={o.value} value={o.value}>
            {o.text}
          </option>
        ))}
      </select>
      <Icon name="chevron-down" size="xs" />
    </span>
  )
}

/** A day as the browser's own date field; the wire wants a moment. */
export function SmallDate({
  label,
  value,
  onChange,
  late,
}: {
  label: string
  value: string
  onChange: (day: string) => void
  late?: boolean
}) {
  return (
    <input
      type="date"
      className={`field ${styles.date} ${late ? styles.late : ''}`}
      aria-label={label}
      value={value.slice(0, 10)}
      onChange={(e) => onChange(e.target.value ? `${e.target.value}T00:00:00Z` : '')}
    />
  )
}

/** A yes or no with its sentence. */
export function YesNo({
  checked,
  onChange,
  children,
  hint,
  error,
}: {
  checked: boolean
  onChange: (v: boolean) => void
  children: ReactNode
  hint?: ReactNode
  error?: string
}) {
  return (
    <div className="fld">
      <Check checked={checked} onChange={onChange}>
        <span>{children}</span>
      </Check>
      {error ? (
        <div className="err" role="alert">
          {error}
        </div>
      ) : (
        hint && <div className={`hint ${styles.under}`}>{hint}</div>
      )}
    </div>
  )
}
