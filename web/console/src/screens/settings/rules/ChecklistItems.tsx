import { useRef } from 'react'
import type { ChecklistItem } from '../../../api/settings-types'
import { Button } from '../../../parts/Button'
import { Icon } from '../../../parts/Icon'
import { announce } from '../../../shell/announce'
import places from '../Places.module.css'
import { SmallNumber, SmallPick } from '../parts/Small'
import styles from '../Settings.module.css'

/** Where the desk looks whether an item is told. */
const sources = [
  { value: 'impact', text: 'Impact and urgency' },
  { value: 'asked', text: 'What was asked' },
  { value: 'tried', text: 'Steps tried' },
  { value: 'evidence', text: 'Evidence' },
  { value: 'began', text: 'When it began' },
  { value: 'device', text: 'Device' },
  { value: 'hypothesis', text: 'Hypothesis' },
  { value: 'ask', text: 'The ask' },
  { value: 'customer_told', text: 'Customer told' },
  { value: 'confirm', text: 'A person ticks it' },
]

interface ChecklistItemsProps {
  items: ChecklistItem[]
  onChange: (items: ChecklistItem[]) => void
  error?: string
  disabled: boolean
}

/** The items in their order; Alt with the arrows moves one, as its buttons do. */
export function ChecklistItems({ items, onChange, error, disabled }: ChecklistItemsProps) {
  const list = useRef<HTMLOListElement>(null)
  const change = (i: number, to: Partial<ChecklistItem>) =>
    onChange(items.map((it, at) => (at === i ? { ...it, ...to } : it)))
  const move = (i: number, by: number, focus: string) => {
    const to = i + by
    const item = items[i]
    if (!item || to < 0 || to >= items.length) return
    const next = items.toSpliced(i, 1).toSpliced(to, 0, item)
    onChange(next)
    announce(`${item.label || 'The item'} is now ${to + 1} of ${items.length}`)
    requestAnimationFrame(() =>
      list.current?.children[to]?.querySelector<HTMLElement>(focus)?.focus({ preventScroll: false }),
    )
  }
  const total = items.reduce((sum, it) => sum + (Number.isFinite(it.weight) ? it.weight : 0), 0)
  return (
    <fieldset disabled={disabled} className={styles.group}>
      {error && (
        <p className="err" role="alert">
          <Icon name="circle-alert" size="xs" />
          {error}
        </p>
      )}
      <div className={places.itemHeads} aria-hidden="true">
        <span />
        <span>What it asks for</span>
        <span>Where the answer is looked for</span>
        <span>Weight, of {total}</span>
      </div>
      <ol className={places.items} ref={list}>
        {items.map((it, i) => (
          <li
            key={i}
            onKeyDown={(e) => {
              const by = e.key === 'ArrowUp' ? -1 : e.key === 'ArrowDown' ? 1 : 0
              if (!e.altKey || by === 0) return
              e.preventDefault()
              move(i, by, 'input')
            }}
          >
            <span className={places.moves}>
              <Button
                look="ghost"
                size="small"
                icon="chevron-up"
                label={`Move ${it.label} up, Alt Up`}
                off={i === 0 ? 'It is the first.' : false}
                onClick={() => move(i, -1, 'button:first-child')}
              />
              <Button
                look="ghost"
                size="small"
                icon="chevron-down"
                label={`Move ${it.label} down, Alt Down`}
                off={i === items.length - 1 ? 'It is the last.' : false}
                onClick={() => move(i, 1, 'button:last-child')}
              />
            </span>
            <input
              className="field"
              aria-label={`Item ${i + 1}`}
              value={it.label}
              onChange={(e) => change(i, { label: e.target.value })}
            />
            <SmallPick
              label={`Where the answer to ${it.label} is looked for`}
              options={sources}
              value={it.source}
              onChange={(source) => change(i, { source })}
            />
            <SmallNumber
              label={`Weight of ${it.label}`}
              min={1}
              max={10}
              value={it.weight}
              onChange={(weight) => change(i, { weight })}
            />
            <Button
              look="ghost"
              size="small"
              icon="x"
              label={`Take out ${it.label}`}
              onClick={() => onChange(items.toSpliced(i, 1))}
            />
          </li>
        ))}
      </ol>
      <div>
        <Button
          size="small"
          icon="plus"
          onClick={() => {
            onChange([...items, { label: '', source: 'confirm', weight: 1 }])
            requestAnimationFrame(() => list.current?.lastElementChild?.querySelector('input')?.focus())
          }}
        >
          Add an item
        </Button>
      </div>
    </fieldset>
  )
}
