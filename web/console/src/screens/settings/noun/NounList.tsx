import { Link } from '@tanstack/react-router'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import { usePrefs } from '../../../prefs/prefs'
import styles from '../Settings.module.css'
import { gone, type Noun, type NounRecord } from './noun'

export interface ListHandle {
  focusRow: (id: string) => void
  step: (by: number) => void
}

interface NounListProps<R extends NounRecord, V extends object> {
  noun: Noun<R, V>
  rows: R[]
  current?: string
  onEnd: () => void
  ref: Ref<ListHandle>
}

/** The rows of a noun; only those in sight exist, so a thousand cost no more than twenty. */
export function NounList<R extends NounRecord, V extends object>({
  noun,
  rows,
  current,
  onEnd,
  ref,
}: NounListProps<R, V>) {
  const box = useRef<HTMLDivElement>(null)
  const { density } = usePrefs()
  const height = density === 'compact' ? 36 : 44
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => height,
    getItemKey: (i) => rows[i]?.id ?? i,
    overscan: 12,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height is why it measures again.
  useEffect(() => virtual.measure(), [virtual, height])

  const focusAt = (i: number) => {
    const row = rows[i]
    if (!row) return
    virtual.scrollToIndex(i, { align: 'auto' })
    const focusNow = () =>
      box.current?.querySelector<HTMLElement>(`[data-row="${row.id}"]`)?.focus({ preventScroll: true })
    focusNow()
    // A row that was out of sight exists only after the next paint.
    requestAnimationFrame(focusNow)
  }
  const step = (by: number) => {
    const on = (document.activeElement as HTMLElement | null)?.dataset.row ?? current
    const i = rows.findIndex((r) => r.id === on)
    focusAt(i < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, i + by)))
  }
  useImperativeHandle(ref, () => ({ focusRow: (id) => focusAt(rows.findIndex((r) => r.id === id)), step }))

  const items = virtual.getVirtualItems()
  const lastSeen = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (rows.length > 0 && lastSeen >= rows.length - 10) onEnd()
  }, [lastSeen, rows.length, onEnd])

  const tracks = noun.columns.map((c) => c.width).join(' ')
  const few = noun.columns
    .filter((c) => !c.wide)
    .map((c) => c.width)
    .join(' ')
  const tabStop = rows.some((r) => r.id === current) ? current : rows[0]?.id
  return (
    <div className={styles.table} style={{ '--tracks': tracks, '--few': few } as React.CSSProperties}>
      <div className={styles.heads} aria-hidden="true">
        {noun.columns.map((c) => (
          <span key={c.head} className={c.wide ? styles.wide : undefined}>
            {c.head}
          </span>
        ))}
      </div>
      <div className={styles.rows} ref={box}>
        <ul
          style={{ height: virtual.getTotalSize() }}
          aria-label={noun.many}
          onKeyDown={(e) => {
            const goal = { ArrowDown: 1, ArrowUp: -1, Home: -rows.length, End: rows.length }[e.key]
            if (goal === undefined) return
            e.preventDefault()
            step(goal)
          }}
        >
          {items.map((item) => {
            const row = rows[item.index]
            if (!row) return null
            return (
              <li key={item.key} style={{ transform: `translateY(${item.start}px)`, height }}>
                <Link
                  to="/settings/$section/$item"
                  params={{ section: noun.id, item: row.id }}
                  className={`${styles.row} ${gone(row) ? styles.gone : ''}`}
                  data-row={row.id}
                  tabIndex={row.id === tabStop ? 0 : -1}
                  aria-current={row.id === current ? 'true' : undefined}
                >
                  {noun.columns.map((c, i) => (
                    <span key={c.head} className={`trunc${c.wide ? ` ${styles.wide}` : ''}`}>
                      {c.cell(row)}
                      {i === 0 && gone(row) && noun.archive && (
                        <span className={`tag line ${styles.after}`}>{noun.archive.done}</span>
                      )}
                    </span>
                  ))}
                </Link>
              </li>
            )
          })}
        </ul>
      </div>
    </div>
  )
}
