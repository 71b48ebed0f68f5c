import { useCallback, useEffect, useMemo, useState } from 'react'
import { DraftKeeper, dropDraft, keepDraft, readDraft, type Shelf } from './drafts'

/** A closed storage (private mode, a full disk) must not stop anybody from writing. */
const shelf: Shelf = {
  getItem: (k) => attempt(() => localStorage.getItem(k)) ?? null,
  setItem: (k, v) => void attempt(() => localStorage.setItem(k, v)),
  removeItem: (k) => void attempt(() => localStorage.removeItem(k)),
}

function attempt<T>(fn: () => T): T | undefined {
  try {
    return fn()
  } catch {
    return undefined
  }
}

export interface DraftText {
  text: string
  setText: (text: string) => void
  /** When the draft was last kept, for "Draft kept, 11:25". */
  keptAt: string | null
  /** The text was sent or thrown away. */
  clear: () => void
}

/** useDraft is the text of one tab of one ticket, kept by itself. */
export function useDraft(ref: string, tab: string): DraftText {
  const [text, set] = useState(() => readDraft(shelf, ref, tab)?.text ?? '')
  const [keptAt, setKeptAt] = useState(() => readDraft(shelf, ref, tab)?.at ?? null)
  const keeper = useMemo(
    () => new DraftKeeper((t) => setKeptAt(keepDraft(shelf, ref, tab, t, new Date())?.at ?? null)),
    [ref, tab],
  )
  useEffect(() => {
    const kept = readDraft(shelf, ref, tab)
    set(kept?.text ?? '')
    setKeptAt(kept?.at ?? null)
    const flush = () => keeper.flush()
    window.addEventListener('pagehide', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [ref, tab, keeper])
  const setText = useCallback(
    (t: string) => {
      set(t)
      keeper.write(t)
    },
    [keeper],
  )
  const clear = useCallback(() => {
    keeper.drop()
    dropDraft(shelf, ref, tab)
    set('')
    setKeptAt(null)
  }, [ref, tab, keeper])
  return { text, setText, keptAt, clear }
}

/** hasDraft shows the dot on a tab. */
export function hasDraft(ref: string, tab: string): boolean {
  return readDraft(shelf, ref, tab) !== null
}
