import type { ReactNode } from 'react'
import { Kbd } from '../parts/Kbd'
import { Count } from '../parts/Marks'

/** The head of a page: its name, its count, and on the right what can be done. */
export function PageHead({
  title,
  count,
  children,
}: {
  title: string
  count?: number
  children?: ReactNode
}) {
  return (
    <header className="page-head">
      <h1 tabIndex={-1}>{title}</h1>
      <Count n={count} />
      <span className="grow" />
      {children}
    </header>
  )
}

export interface TabItem {
  id: string
  text: string
  count?: number
}

/** Tabs with counts; left and right arrows move, as in every tab list. */
export function Tabs({
  label,
  items,
  current,
  onPick,
}: {
  label: string
  items: TabItem[]
  current: string
  onPick: (id: string) => void
}) {
  const step = (e: React.KeyboardEvent, i: number) => {
    const by = e.key === 'ArrowRight' ? 1 : e.key === 'ArrowLeft' ? -1 : 0
    const next = items[i + by]
    if (by === 0 || !next) return
    e.preventDefault()
    onPick(next.id)
    const list = e.currentTarget.parentElement
    list?.querySelectorAll<HTMLElement>('[role=tab]')[i + by]?.focus()
  }
  return (
    <div className="tabs">
      <div className="tablist" role="tablist" aria-label={label}>
        {items.map((t, i) => (
          <button
            key={t.id}
            type="button"
            role="tab"
            className="tab"
            aria-selected={t.id === current}
            tabIndex={t.id === current ? 0 : -1}
            onClick={() => onPick(t.id)}
            onKeyDown={(e) => step(e, i)}
          >
            {t.text}
            <Count n={t.count} />
          </button>
        ))}
      </div>
    </div>
  )
}

/** The keys of this screen, along its foot. */
export function KeyBar({ items }: { items: { keys: string; text: string }[] }) {
  return (
    <footer className="keybar" aria-hidden="true">
      {items.map((i) => (
        <span key={i.text}>
          <Kbd keys={i.keys} />
          {i.text}
        </span>
      ))}
      <span className="last">
        <Kbd keys="?" />
        All keys
      </span>
    </footer>
  )
}
