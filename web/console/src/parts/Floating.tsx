import {
  cloneElement,
  type ReactElement,
  type ReactNode,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { Icon, type IconName } from './Icon'
import { Kbd } from './Kbd'
import { place, type Side } from './place'

/**
 * Menus and popovers on the platform's popover: it lies above everything,
 * closes on Escape and on a press beside it, and gives the focus back.
 */

interface FloatProps {
  trigger: ReactElement<{ popoverTarget?: string }>
  open?: boolean
  onOpenChange?: (open: boolean) => void
  side: Side
  kind: 'menu' | 'dialog'
  label: string
  className: string
  children: ReactNode
}

function Float({ trigger, open: wanted, onOpenChange, side, kind, label, className, children }: FloatProps) {
  const id = useId()
  const box = useRef<HTMLDivElement>(null)
  const [open, setOpen] = useState(false)
  const tell = useRef(onOpenChange)
  tell.current = onOpenChange

  useEffect(() => {
    const el = box.current
    if (!el) return
    const toggled = (e: Event) => {
      const now = (e as ToggleEvent).newState === 'open'
      setOpen(now)
      tell.current?.(now)
    }
    el.addEventListener('toggle', toggled)
    return () => el.removeEventListener('toggle', toggled)
  }, [])

  useEffect(() => {
    if (wanted === undefined || wanted === box.current?.matches(':popover-open')) return
    if (wanted) box.current?.showPopover()
    else box.current?.hidePopover()
  }, [wanted])

  // Its size is known once its content is there; until then it is not shown.
  useLayoutEffect(() => {
    const el = box.current
    const anchor = el?.previousElementSibling
    if (!el || !anchor || !open) return
    const at = place(
      anchor.getBoundingClientRect(),
      el.getBoundingClientRect(),
      { width: innerWidth, height: innerHeight },
      side,
    )
    el.style.left = `${at.left}px`
    el.style.top = at.top === undefined ? 'auto' : `${at.top}px`
    el.style.bottom = at.bottom === undefined ? 'auto' : `${at.bottom}px`
    el.dataset.placed = ''
    el.querySelector<HTMLElement>('input:not([hidden]), select, textarea, button, [role=menuitem]')?.focus()
    return () => {
      delete el.dataset.placed
    }
  }, [open, side])

  return (
    <>
      {cloneElement(trigger as ReactElement<Record<string, unknown>>, {
        popoverTarget: id,
        'aria-haspopup': kind,
        'aria-expanded': open,
      })}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: the role is menu or dialog; both take a name. */}
      <div
        ref={box}
        id={id}
        popover="auto"
        role={kind}
        aria-label={label}
        className={`float menu ${className}`}
      >
        {open && children}
      </div>
    </>
  )
}

export interface MenuItem {
  id: string
  label: string
  icon?: IconName
  keys?: string
  off?: string | false
  danger?: boolean
  run: () => void
}

/** A menu of verbs below its button; arrows move, a letter jumps. */
export function Menu({ trigger, items, label }: { trigger: ReactElement; items: MenuItem[]; label: string }) {
  const move = (e: React.KeyboardEvent<HTMLElement>) => {
    const all = [...e.currentTarget.querySelectorAll<HTMLElement>('[role=menuitem]')]
    const at = all.indexOf(document.activeElement as HTMLElement)
    const goal = menuGoal(
      e.key,
      at,
      all.map((el) => el.textContent ?? ''),
    )
    if (goal === null) return
    e.preventDefault()
    all[goal]?.focus()
  }
  return (
    <Float trigger={trigger as FloatProps['trigger']} side="bottom" kind="menu" label={label} className="">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the menu around it has the role; this only gathers its keys. */}
      <div onKeyDown={move}>
        {items.map((i) => (
          <button
            key={i.id}
            type="button"
            role="menuitem"
            tabIndex={-1}
            className={`mi${i.danger ? ' c-danger' : ''}`}
            aria-disabled={i.off ? true : undefined}
            title={i.off || undefined}
            onClick={(e) => {
              if (i.off) return
              e.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()
              i.run()
            }}
          >
            {i.icon ? <Icon name={i.icon} size="s" /> : <span className="i-gap" />}
            <span className="grow">{i.label}</span>
            {i.keys && <Kbd keys={i.keys} />}
          </button>
        ))}
      </div>
    </Float>
  )
}

/** menuGoal finds the item a key leads to; null when the key is not the menu's. */
export function menuGoal(key: string, at: number, labels: string[]): number | null {
  const n = labels.length
  if (n === 0) return null
  if (key === 'ArrowDown') return (at + 1) % n
  if (key === 'ArrowUp') return (at - 1 + n) % n
  if (key === 'Home') return 0
  if (key === 'End') return n - 1
  if (key.length !== 1 || key === ' ') return null
  for (let i = 1; i <= n; i++) {
    const next = (at + i) % n
    if (labels[next]?.toLowerCase().startsWith(key.toLowerCase())) return next
  }
  return null
}

interface PopoverProps {
  trigger: ReactElement
  open?: boolean
  onOpenChange?: (open: boolean) => void
  title: string
  children: ReactNode
  side?: Side
}

/** A small form beside its button: return with a reason, filter, assign. */
export function Popover({ trigger, open, onOpenChange, title, children, side = 'bottom' }: PopoverProps) {
  return (
    <Float
      trigger={trigger as FloatProps['trigger']}
      open={open}
      onOpenChange={onOpenChange}
      side={side}
      kind="dialog"
      label={title}
      className="pop"
    >
      <h3 className="pop-h">{title}</h3>
      {children}
    </Float>
  )
}
