import { useEffect, useRef } from 'react'
import { createKeybindingsHandler } from 'tinykeys'
import { covered } from '../parts/Overlays'
import { currentPrefs } from '../prefs/prefs'

/**
 * Single keys act on the page; they are silent while somebody types, while a
 * sheet covers the page, and when a person has switched them off.
 */

/** Keys as printed ("E", "G H", "Shift R", "?", "Ctrl K") to what to do. */
export type Bindings = Record<string, (e: KeyboardEvent) => void>

const modifiers = new Set(['Ctrl', 'Shift', 'Alt', 'Mod'])
/** Signs that need Shift on some keyboards and not on others are bound both ways. */
const signs = new Set(['?', '/', '[', ']', '#', '@', '>'])

/** bindingOf turns printed keys into what the key library understands. */
export function bindingOf(keys: string): string[] {
  const words = keys.split(' ')
  const held = words.filter((w) => modifiers.has(w))
  const pressed = words.filter((w) => !modifiers.has(w))
  if (held.length > 0) {
    const mods = held.map((m) => (m === 'Ctrl' || m === 'Mod' ? '$mod' : m))
    return [[...mods, ...pressed.map(plain)].join('+')]
  }
  const only = pressed[0]
  if (pressed.length === 1 && only && signs.has(only)) return [only, `Shift+${only}`]
  return [pressed.map(plain).join(' ')]
}

const plain = (key: string) => (/^[A-Z]$/.test(key) ? key.toLowerCase() : key)

/** needsModifier tells keys that stay on while typing: those with Ctrl or Alt. */
export function needsModifier(keys: string): boolean {
  return /\b(Ctrl|Mod|Alt)\b/.test(keys)
}

interface Target {
  tagName: string
  isContentEditable?: boolean
  getAttribute: (name: string) => string | null
}

const textInputs = new Set([
  'text',
  'search',
  'email',
  'password',
  'url',
  'tel',
  'number',
  'date',
  'datetime-local',
  'time',
])

/** typing tells whether a key belongs to a text and not to the page. */
export function typing(target: Target | null): boolean {
  if (!target) return false
  if (target.isContentEditable) return true
  const tag = target.tagName.toLowerCase()
  if (tag === 'textarea' || tag === 'select') return true
  return tag === 'input' && textInputs.has(target.getAttribute('type') ?? 'text')
}

/** Where keys belong: to the page, or to the sheet that lies over it. */
export type Layer = 'page' | 'sheet'

/** allowed decides whether one printed key may act now. Pure, so that a table tests it. */
export function allowed(
  keys: string,
  now: { typing: boolean; covered: boolean; singleKeys: boolean; layer: Layer },
): boolean {
  if (now.covered !== (now.layer === 'sheet')) return false
  if (needsModifier(keys) || keys === 'Escape') return true
  return now.singleKeys && !now.typing
}

/** useKeys binds keys while the component is on screen. */
export function useKeys(bindings: Bindings, layer: Layer = 'page') {
  const latest = useRef(bindings)
  latest.current = bindings
  const names = Object.keys(bindings).join('|')
  useEffect(() => {
    const map: Record<string, (e: KeyboardEvent) => void> = {}
    for (const keys of names.split('|').filter(Boolean)) {
      const run = (e: KeyboardEvent) => {
        const state = {
          typing: typing(e.target as HTMLElement | null),
          covered: covered(),
          singleKeys: currentPrefs().singleKeys,
          layer,
        }
        if (!allowed(keys, state)) return
        e.preventDefault()
        latest.current[keys]?.(e)
      }
      for (const b of bindingOf(keys)) map[b] = run
    }
    const handler = createKeybindingsHandler(map)
    window.addEventListener('keydown', handler)
    return () => window.removeEventListener('keydown', handler)
  }, [names, layer])
}
