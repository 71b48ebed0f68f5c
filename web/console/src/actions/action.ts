import type { IconName } from '../parts/Icon'
import type { MenuItem } from '../parts/Overlays'

/**
 * An action is defined once and serves the button, the menu, the palette and
 * the key. Whether it may run is the server's word, carried by the record.
 */
export interface Action<R> {
  id: string
  label: string
  icon: IconName
  /** As printed: "E", "Shift R", "G H". */
  key?: string
  /** The server decided; the screen only draws it. */
  may: (record: R) => boolean
  run: (record: R, ui: Ui) => void
}

/** What an action may ask of the screen it runs on. */
export interface Ui {
  go: (to: string) => void
  /** Opens a sheet, popover or tab by name: "hand-over", "reply", "assign". */
  ask: (what: string) => void
}

export const action = <R>(a: Action<R>): Action<R> => a

/** permitted keeps the actions that this record allows. */
export function permitted<R>(actions: Action<R>[], record: R): Action<R>[] {
  return actions.filter((a) => a.may(record))
}

/** bindings gives the keys of all permitted actions. */
export function bindings<R>(actions: Action<R>[], record: R, ui: Ui): Record<string, () => void> {
  const out: Record<string, () => void> = {}
  for (const a of permitted(actions, record)) if (a.key) out[a.key] = () => a.run(record, ui)
  return out
}

/** menuItems gives the same actions as a menu. */
export function menuItems<R>(actions: Action<R>[], record: R, ui: Ui): MenuItem[] {
  return permitted(actions, record).map((a) => ({
    id: a.id,
    label: a.label,
    icon: a.icon,
    keys: a.key,
    run: () => a.run(record, ui),
  }))
}

/** clashes finds two actions on one key: a defect, found by a test. */
export function clashes<R>(actions: Action<R>[]): string[] {
  const seen = new Map<string, string>()
  const out: string[] = []
  for (const a of actions) {
    if (!a.key) continue
    const other = seen.get(a.key)
    if (other) out.push(`${a.key}: ${other} and ${a.id}`)
    seen.set(a.key, a.id)
  }
  return out
}
