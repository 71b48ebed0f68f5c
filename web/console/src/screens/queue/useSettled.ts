import { useEffect, useMemo, useState } from 'react'
import type { Row } from '../../api/types'
import { settle } from './list-order'

/**
 * useSettled holds the list still: what is on screen changes in place, new
 * arrivals wait until they are asked for. Another list, another page of it, or
 * an empty screen takes everything at once.
 */
export function useSettled(rows: Row[], list: string, pages: number) {
  const [shown, setShown] = useState<{ list: string; pages: number; refs: string[] }>({
    list: '',
    pages: 0,
    refs: [],
  })
  const fresh = shown.list !== list || shown.pages < pages || shown.refs.length === 0
  useEffect(() => {
    if (fresh && rows.length > 0) setShown({ list, pages, refs: rows.map((r) => r.ref) })
  }, [fresh, rows, list, pages])
  const settled = useMemo(
    () => (fresh ? { rows, waiting: 0 } : settle(shown.refs, rows)),
    [fresh, rows, shown.refs],
  )
  const showAll = () => setShown({ list, pages, refs: rows.map((r) => r.ref) })
  return { ...settled, showAll }
}
