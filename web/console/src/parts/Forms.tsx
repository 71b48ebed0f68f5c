import {
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type SelectHTMLAttributes,
  type TextareaHTMLAttributes,
  useId,
} from 'react'
import { Icon } from './Icon'

/** Fields and choices. Every one is a native control, so keys and readers work as people know them. */

interface Around {
  label: string
  error?: string
  hint?: ReactNode
  /** The label stays for readers, but the screen shows it elsewhere. */
  quiet?: boolean
}

function Wrap({ id, label, error, hint, quiet, children }: Around & { id: string; children: ReactNode }) {
  return (
    <div className="fld">
      <label className={quiet ? 'sr' : 'label'} htmlFor={id}>
        {label}
      </label>
      {children}
      {error && (
        <div className="err" id={`${id}-err`}>
          <Icon name="circle-alert" size="xs" />
          {error}
        </div>
      )}
      {hint && !error && (
        <div className="hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
    </div>
  )
}

const describe = (id: string, error?: string, hint?: ReactNode) =>
  error ? `${id}-err` : hint ? `${id}-hint` : undefined

type InputProps = Around & InputHTMLAttributes<HTMLInputElement> & { ref?: Ref<HTMLInputElement> }

export function Input({ label, error, hint, quiet, ref, ...rest }: InputProps) {
  const id = useId()
  return (
    <Wrap id={id} label={label} error={error} hint={hint} quiet={quiet}>
      <input
        id={id}
        ref={ref}
        className={`field${error ? ' error' : ''}`}
        aria-invalid={error ? true : undefined}
        aria-describedby={describe(id, error, hint)}
        {...rest}
      />
    </Wrap>
  )
}

type AreaProps = Around & TextareaHTMLAttributes<HTMLTextAreaElement> & { ref?: Ref<HTMLTextAreaElement> }

export function Area({ label, error, hint, quiet, ref, ...rest }: AreaProps) {
  const id = useId()
  return (
    <Wrap id={id} label={label} error={error} hint={hint} quiet={quiet}>
      <textarea
        id={id}
        ref={ref}
        className={`area${error ? ' error' : ''}`}
        aria-invalid={error ? true : undefined}
        aria-describedby={describe(id, error, hint)}
        {...rest}
      />
    </Wrap>
  )
}

export interface Option {
  value: string
  text: string
}

type PickProps = Around & SelectHTMLAttributes<HTMLSelectElement> & { options: Option[]; none?: string }

export function Pick({ label, error, hint, quiet, options, none, ...rest }: PickProps) {
  const id = useId()
  return (
    <Wrap id={id} label={label} error={error} hint={hint} quiet={quiet}>
      <span className={`field pick${error ? ' error' : ''}`}>
        <select
          id={id}
          aria-invalid={error ? true : undefined}
          aria-describedby={describe(id, error, hint)}
          {...rest}
        >
          {none !== undefined && <option value="">{none}</option>}
          {options.map((o) => (
            <option key={o.value} value={o.value}>
              {o.text}
            </option>
          ))}
        </select>
        <Icon name="chevron-down" size="xs" />
      </span>
    </Wrap>
  )
}

interface CheckProps {
  checked: boolean
  onChange: (checked: boolean) => void
  children?: ReactNode
  label?: string
  disabled?: boolean
}

/** A tick box; with children they are its label. */
export function Check({ checked, onChange, children, label, disabled }: CheckProps) {
  return (
    <label className="choice">
      <input
        type="checkbox"
        className="sr"
        checked={checked}
        disabled={disabled}
        aria-label={label}
        onChange={(e) => onChange(e.target.checked)}
      />
      <span className={`check${checked ? ' on' : ''}`} aria-hidden="true">
        {checked && <Icon name="check" />}
      </span>
      {children}
    </label>
  )
}

interface RadioProps {
  name: string
  checked: boolean
  onChange: () => void
  children: ReactNode
  disabled?: boolean
}

export function Radio({ name, checked, onChange, children, disabled }: RadioProps) {
  return (
    <label className="choice">
      <input
        type="radio"
        className="sr"
        name={name}
        checked={checked}
        disabled={disabled}
        onChange={onChange}
      />
      <span className={`radio${checked ? ' on' : ''}`} aria-hidden="true" />
      {children}
    </label>
  )
}

interface SegmentProps<T extends string> {
  label: string
  value: T
  options: { value: T; text: string }[]
  onChange: (value: T) => void
}

/** Two to four choices side by side, one of them pressed. */
export function Segment<T extends string>({ label, value, options, onChange }: SegmentProps<T>) {
  return (
    <fieldset className="seg" aria-label={label}>
      {options.map((o) => (
        <button
          key={o.value}
          type="button"
          aria-pressed={o.value === value}
          onClick={() => onChange(o.value)}
        >
          {o.text}
        </button>
      ))}
    </fieldset>
  )
}

interface SwitchProps {
  checked: boolean
  onChange: (checked: boolean) => void
  label: string
}

export function Switch({ checked, onChange, label }: SwitchProps) {
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-checked={checked}
      aria-label={label}
      onClick={() => onChange(!checked)}
    />
  )
}
