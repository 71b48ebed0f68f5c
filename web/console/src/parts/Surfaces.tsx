import { type ReactNode, useEffect, useState } from 'react'
import { Icon, type IconName } from './Icon'

/** Panels, key-value lists, skeletons and what stands in an empty or broken place. */

export function Panel({
  title,
  aside,
  children,
  last,
}: {
  title?: ReactNode
  aside?: ReactNode
  children: ReactNode
  last?: boolean
}) {
  return (
    <section className={`panel${last ? ' last' : ''}`}>
      {title && (
        <h3 className="panel-h">
          {title}
          {aside && <span className="aside">{aside}</span>}
        </h3>
      )}
      {children}
    </section>
  )
}

export function KV({ items }: { items: { key: string; value: ReactNode }[] }) {
  return (
    <dl className="kv">
      {items.map((i) => (
        <div key={i.key} className="kv-r">
          <dt>{i.key}</dt>
          <dd>{i.value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** Nothing for 150 ms, so that a quick answer never flashes. */
export function Late({ children, after = 150 }: { children: ReactNode; after?: number }) {
  const [shown, show] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => show(true), after)
    return () => clearTimeout(timer)
  }, [after])
  return shown ? children : null
}

/** Grey bars with the box of the real thing. */
export function Skeleton({ rows, shape = 'row' }: { rows: number; shape?: 'row' | 'card' | 'line' }) {
  return (
    <Late>
      <div className="sks" role="status" aria-label="Loading">
        {Array.from({ length: rows }, (_, i) => (
          <div key={i} className={`sk-${shape}`} aria-hidden="true">
            <span className="sk" />
            <span className="sk" />
          </div>
        ))}
      </div>
    </Late>
  )
}

/** What failed, in place, with a way to go on. */
export function Failed({ sentence, again }: { sentence: string; again?: () => void }) {
  return (
    <div className="failed-here" role="alert">
      <Icon name="circle-alert" size="s" className="c-danger" />
      <span>{sentence}</span>
      {again && (
        <button type="button" className="btn small" onClick={again}>
          Try again
        </button>
      )}
    </div>
  )
}

/** One line under a field or a fact. */
export function Hint({ icon, children }: { icon?: IconName; children: ReactNode }) {
  return (
    <p className="small ink-3 row gap-s">
      {icon && <Icon name={icon} size="xs" />}
      {children}
    </p>
  )
}
