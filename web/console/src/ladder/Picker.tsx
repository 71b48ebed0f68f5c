import { useRef } from 'react'
import { Kbd } from '../parts/Kbd'
import { type PickerRow, pickerRows } from './picker-rows'
import type { Rung } from './walk'

interface PickerProps {
  rungs: Rung[]
  here: number
  chosen: number | null
  /** Small print per rung: "4 can take it". */
  notes: Record<number, string>
  /** Why a rung cannot be chosen. */
  off: Record<number, string>
  onPick: (rank: number) => void
}

/** Stiles and rungs: choosing a rung is choosing a direction. Up and down arrows climb. */
export function Picker({ rungs, here, chosen, notes, off, onPick }: PickerProps) {
  const box = useRef<HTMLDivElement>(null)
  const rows = pickerRows(rungs, here, notes, off)
  const move = (row: PickerRow, by: number) => {
    const free = rows.filter((r) => !r.off)
    const next = free[free.findIndex((r) => r.rank === row.rank) + by]
    if (!next) return
    onPick(next.rank)
    box.current?.querySelector<HTMLElement>(`[data-rank="${next.rank}"]`)?.focus()
  }
  const focusable = rows.find((r) => r.rank === chosen && !r.off)?.rank ?? rows.find((r) => !r.off)?.rank
  return (
    <div className="pick-ladder" role="radiogroup" aria-label="Rung" ref={box}>
      {rows.map((row) => {
        const on = row.rank === chosen
        const look = `pk${on ? ' on' : ''}${row.rank === here ? ' here' : ''}`
        return (
          // biome-ignore lint/a11y/useSemanticElements: a rung is a drawn row with two lines and a key, which an input cannot hold.
          <button
            key={row.rank}
            type="button"
            role="radio"
            aria-checked={on}
            aria-disabled={row.off ? true : undefined}
            tabIndex={row.rank === focusable ? 0 : -1}
            data-rank={row.rank}
            className={look}
            onClick={() => !row.off && onPick(row.rank)}
            onKeyDown={(e) => {
              const by = e.key === 'ArrowUp' ? -1 : e.key === 'ArrowDown' ? 1 : 0
              if (by === 0) return
              e.preventDefault()
              move(row, by)
            }}
          >
            <span className="bar">
              <b>{row.short}</b>
            </span>
            <span className="t">
              {row.title}
              <span className="s">{row.note}</span>
            </span>
            {!row.off && <Kbd keys={String(row.rank)} />}
          </button>
        )
      })}
    </div>
  )
}
