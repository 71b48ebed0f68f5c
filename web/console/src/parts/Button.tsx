import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react'
import { Icon, type IconName } from './Icon'
import { Kbd } from './Kbd'

export interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled' | 'children'> {
  children?: ReactNode
  look?: 'plain' | 'primary' | 'ghost' | 'danger'
  size?: 'small' | 'big'
  icon?: IconName
  /** An icon alone: its name for those who do not see it. */
  label?: string
  /** The key that does the same, printed on the button. */
  keys?: string
  /** Why the button does nothing now; it stays focusable and says so. */
  off?: string | false
  /** Work under way: a spinner replaces the icon. */
  busy?: boolean
  ref?: Ref<HTMLButtonElement>
}

/** Buttons are verbs; one primary per region. */
export function Button({
  children,
  look = 'plain',
  size,
  icon,
  label,
  keys,
  off,
  busy,
  className,
  onClick,
  ref,
  ...rest
}: ButtonProps) {
  const classes = [
    'btn',
    look === 'plain' ? '' : look,
    size ?? '',
    label && !children ? 'icon' : '',
    className ?? '',
  ]
  const why = off || undefined
  return (
    <button
      type="button"
      {...rest}
      ref={ref}
      className={classes.filter(Boolean).join(' ')}
      aria-label={label}
      aria-disabled={why || busy ? true : undefined}
      aria-busy={busy || undefined}
      title={why ?? (children ? rest.title : (rest.title ?? label))}
      onClick={(e) => {
        // Off buttons stay reachable so that their reason can be read; they just do nothing.
        if (why || busy) e.preventDefault()
        else onClick?.(e)
      }}
    >
      {busy ? (
        <Icon name="loader-circle" size="s" className="spin" />
      ) : (
        icon && <Icon name={icon} size={size === 'small' || children ? 's' : undefined} />
      )}
      {children}
      {keys && <Kbd keys={keys} />}
    </button>
  )
}
