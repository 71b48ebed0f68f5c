import { useCallback, useEffect, useState } from 'react'
import { range, step } from './list-order'

/** Focus and selection of a list: one row has the focus, any number are selected. */
export interface ListFocus {
  at: string | undefined
  selected: ReadonlySet<string>
  moveTo: (ref: string | undefined) => void
  move: (by: number) => string | undefined
  extend: (by: number) => string | undefined
  toggle: (ref?: string) => void
  clear: () => void
}

export function useListFocus(refs: string[], start: string | undefined): ListFocus {
  const [at, setAt] = useState(start)
  const [anchor, setAnchor] = useState<string | undefined>(start)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())

  // Rows that left the list leave the selection too: a bulk action must never
  // reach a ticket that nobody sees.
  const joined = refs.join()
  useEffect(() => {
    const here = new Set(joined.split(','))
    setSelected((s) => ([...s].every((r) => here.has(r)) ? s : new Set([...s].filter((r) => here.has(r)))))
  }, [joined])

  const moveTo = useCallback((ref: string | undefined) => {
    setAt(ref)
    setAnchor(ref)
  }, [])
  const move = (by: number) => {
    const next = step(refs, at, by)
    moveTo(next)
    return next
  }
  const extend = (by: number) => {
    const next = step(refs, at, by)
    const from = anchor ?? at
    setAt(next)
    setAnchor(from)
    setSelected(new Set([...selected, ...range(refs, from, next)]))
    return next
  }
  const toggle = (ref = at) => {
    if (!ref) return
    const next = new Set(selected)
    if (!next.delete(ref)) next.add(ref)
    setSelected(next)
  }
  return { at, selected, moveTo, move, extend, toggle, clear: () => setSelected(new Set()) }
}
