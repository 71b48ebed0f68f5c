import { useSyncExternalStore } from 'react'

/** What a person chose for this device: theme, density, folded parts, single keys. */
export interface Prefs {
  theme: 'system' | 'light' | 'dark'
  density: 'compact' | 'comfortable'
  navFolded: boolean
  detailsFolded: boolean
  singleKeys: boolean
}

const usual: Prefs = {
  theme: 'system',
  density: 'compact',
  navFolded: false,
  detailsFolded: false,
  singleKeys: true,
}

const place = 'secondline.prefs'
const listeners = new Set<() => void>()
let prefs = read()

function read(): Prefs {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? '{}')
    return { ...usual, ...(typeof kept === 'object' ? kept : {}) }
  } catch {
    // Storage may be closed to us or hold nonsense: the usual choices always work.
    return usual
  }
}

export function currentPrefs(): Prefs {
  return prefs
}

export function setPrefs(change: Partial<Prefs>) {
  prefs = { ...prefs, ...change }
  try {
    localStorage.setItem(place, JSON.stringify(prefs))
  } catch {
    // Without storage the choice lasts until the page is closed.
  }
  pinTheme()
  for (const fn of listeners) fn()
}

export function usePrefs(): Prefs {
  return useSyncExternalStore(
    (fn) => {
      listeners.add(fn)
      return () => {
        listeners.delete(fn)
      }
    },
    () => prefs,
  )
}

/** pinTheme sets the chosen theme on the page; "system" leaves it to the device. */
export function pinTheme() {
  const { theme } = prefs
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}
