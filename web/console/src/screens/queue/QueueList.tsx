import { useVirtualizer } from '@tanstack/react-virtual'
import type { Ref } from 'react'
import { useEffect, useImperativeHandle, useRef } from 'react'
import type { Me } from '../../api/types'
import { useRungs } from '../../ladder/useRungs'
import { Icon } from '../../parts/Icon'
import { Count } from '../../parts/Marks'
import { usePrefs } from '../../prefs/prefs'
import { useNow } from '../../words/useNow'
import type { Line } from './list-order'
import styles from './Queue.module.css'
import { QueueRow } from './QueueRow'
import { useRowStates } from './row-states'
import type { ListFocus } from './useListFocus'

export interface ListHandle {
  /** Brings a row into sight and puts the keyboard on it. */
  focusRow: (ref: string) => void
}

interface QueueListProps {
  lines: Line[]
  focus: ListFocus
  me: Me
  label: string
  onFold: (group: string, shut: boolean) => void
  onEnd: () => void
  ref: Ref<ListHandle>
}

/** The list itself: only the rows in sight exist, so a thousand cost no more than twenty. */
export function QueueList({ lines, focus, me, label, onFold, onEnd, ref }: QueueListProps) {
  const box = useRef<HTMLDivElement>(null)
  const rungs = useRungs()
  const now = useNow()
  const states = useRowStates()
  const { density } = usePrefs()
  const rowHeight = window.innerWidth <= 720 ? 56 : density === 'compact' ? 41 : 48
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: (i) => (lines[i]?.kind === 'group' ? 26 : rowHeight),
    getItemKey: (i) => {
      const line = lines[i]
      return line?.kind === 'row' ? line.row.ref : (line?.group.id ?? i)
    },
    overscan: 12,
    scrollPaddingStart: 30,
    scrollPaddingEnd: 96,
  })
  // Heights are estimated exactly, so a new density only needs a new measure.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height and the lines are why it measures again.
  useEffect(() => virtual.measure(), [virtual, rowHeight, lines])

  useImperativeHandle(ref, () => ({
    focusRow: (row: string) => {
      const i = lines.findIndex((l) => l.kind === 'row' && l.row.ref === row)
      if (i < 0) return
      virtual.scrollToIndex(i, { align: 'auto' })
      const focusNow = () =>
        box.current?.querySelector<HTMLElement>(`[data-row="${row}"]`)?.focus({ preventScroll: true })
      focusNow()
      // A row that was out of sight exists only after the next paint.
      requestAnimationFrame(focusNow)
    },
  }))

  const items = virtual.getVirtualItems()
  const lastSeen = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (lines.length > 0 && lastSeen >= lines.length - 10) onEnd()
  }, [lastSeen, lines.length, onEnd])

  const mine = new Set(me.teams.map((t) => t.id))
  const firstRow = lines.find((l) => l.kind === 'row')
  const tabStop = focus.at ?? (firstRow?.kind === 'row' ? firstRow.row.ref : undefined)
  return (
    <div className={`${styles.rows} ${density === 'comfortable' ? styles.comfortable : ''}`} ref={box}>
      <ul className={styles.sheet} style={{ height: virtual.getTotalSize() }} aria-label={label}>
        {items.map((item) => {
          const line = lines[item.index]
          const style = { transform: `translateY(${item.start}px)` }
          if (!line) return null
          if (line.kind === 'group')
            return (
              <li key={item.key} className={`group-h ${styles.group}`} style={style}>
                <button
                  type="button"
                  aria-expanded={!line.folded}
                  onClick={() => onFold(line.group.id, !line.folded)}
                  onKeyDown={(e) => {
                    if (e.key === 'ArrowLeft') onFold(line.group.id, true)
                    if (e.key === 'ArrowRight') onFold(line.group.id, false)
                  }}
                >
                  <Icon name={line.folded ? 'chevron-right' : line.group.icon} size="s" />
                  {line.group.text}
                  <Count n={line.count} />
                </button>
              </li>
            )
          const { row } = line
          return (
            <QueueRow
              key={item.key}
              row={row}
              rungs={rungs}
              now={now}
              style={style}
              focused={row.ref === tabStop}
              tabStop={row.ref === tabStop}
              selected={focus.selected.has(row.ref)}
              selecting={focus.selected.size > 0}
              toAccept={row.offer !== undefined && mine.has(row.offer.team.id)}
              toTake={row.deal?.person === me.id}
              state={states.get(row.ref)}
              onSelect={focus.toggle}
              onFocus={(r) => r !== focus.at && focus.moveTo(r)}
            />
          )
        })}
      </ul>
    </div>
  )
}
