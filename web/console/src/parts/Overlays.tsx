import { type ReactNode, type RefObject, useEffect, useId, useLayoutEffect, useRef } from 'react'
import { Button } from './Button'
import { Icon, type IconName } from './Icon'

export { Menu, type MenuItem, Popover } from './Floating'

interface SheetProps {
  open: boolean
  onClose: () => void
  title: ReactNode
  icon?: IconName
  /** Beside the title: the subject, the spark, "Draft kept". */
  head?: ReactNode
  children: ReactNode
  foot?: ReactNode
  /** wide: the hand-over sheet; the others are ordinary dialogs. */
  size?: 'wide' | 'normal' | 'narrow'
  initialFocus?: RefObject<HTMLElement | null>
}

const focusable = 'input:not([hidden]), textarea, select, button, [tabindex="0"]'

/**
 * A sheet over the page. The platform's own dialog traps the focus, makes the
 * page behind it inert and closes on Escape; the focus goes back to the opener.
 */
export function Sheet(props: SheetProps) {
  return props.open ? <OpenSheet {...props} /> : null
}

function OpenSheet({
  onClose,
  title,
  icon,
  head,
  children,
  foot,
  size = 'normal',
  initialFocus,
}: SheetProps) {
  const dialog = useRef<HTMLDialogElement>(null)
  const id = useId()
  useModal(dialog, onClose)
  useEffect(() => {
    const start =
      initialFocus?.current ?? dialog.current?.querySelector<HTMLElement>(`.sh-b :is(${focusable})`)
    start?.focus()
  }, [initialFocus])
  return (
    <dialog ref={dialog} className={`sheet ${size}`} aria-labelledby={id}>
      <header className="sh-h">
        {icon && <Icon name={icon} />}
        <h2 id={id}>{title}</h2>
        {head}
        <span className="grow" />
        <Button look="ghost" icon="x" label="Close, Escape" onClick={onClose} />
      </header>
      <div className="sh-b">{children}</div>
      {foot && <footer className="sh-f">{foot}</footer>}
    </dialog>
  )
}

/** useModal shows a dialog for as long as it is mounted; a press beside it closes it too. */
export function useModal(dialog: RefObject<HTMLDialogElement | null>, onClose: () => void) {
  const close = useRef(onClose)
  close.current = onClose
  useLayoutEffect(() => {
    const box = dialog.current
    if (!box) return
    const opener = document.activeElement
    const cancel = (e: Event) => {
      // The page decides: it takes the dialog away, and with it the address that asked for it.
      e.preventDefault()
      close.current()
    }
    const beside = (e: PointerEvent) => {
      if (e.target !== box) return
      const r = box.getBoundingClientRect()
      if (e.clientX < r.left || e.clientX > r.right || e.clientY < r.top || e.clientY > r.bottom)
        close.current()
    }
    box.addEventListener('cancel', cancel)
    box.addEventListener('pointerdown', beside)
    box.showModal()
    return () => {
      box.removeEventListener('cancel', cancel)
      box.removeEventListener('pointerdown', beside)
      box.close()
      if (opener instanceof HTMLElement) opener.focus()
    }
  }, [dialog])
}

/** Whether something lies over the page and takes its keys. */
export function covered(): boolean {
  return document.querySelector('dialog[open], [popover]:popover-open') !== null
}
