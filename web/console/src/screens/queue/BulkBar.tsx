import { useState } from 'react'
import type { Me, Row } from '../../api/types'
import { Button } from '../../parts/Button'
import { Input, Pick } from '../../parts/Forms'
import { Icon, type IconName } from '../../parts/Icon'
import { Kbd } from '../../parts/Kbd'
import { Popover } from '../../parts/Overlays'
import { PersonPicker } from '../../people/PersonPicker'
import { waitingWord, waits } from '../../words/desk'
import { assignAll, mergeAll, tagAll, waitAll } from './bulk'
import styles from './Queue.module.css'

export type BulkAsk = 'assign' | 'tag' | 'merge' | 'wait' | null

interface BulkBarProps {
  rows: Row[]
  me: Me
  ask: BulkAsk
  onAsk: (ask: BulkAsk) => void
  onHandOver: (ref: string) => void
  onClear: () => void
  /** After an action the focus goes on to the next row. */
  onDone: (refs: string[]) => void
}

/** What can be done with the selected rows; it floats, and the list scrolls clear of it. */
export function BulkBar({ rows, me, ask, onAsk, onHandOver, onClear, onDone }: BulkBarProps) {
  const [tag, setTag] = useState('')
  const [on, setOn] = useState('customer')
  const [until, setUntil] = useState('')
  const finish = (work: Promise<void>) => {
    onAsk(null)
    onDone(rows.map((r) => r.ref))
    void work
  }
  const may = (verb: string) => rows.every((r) => r.can[verb] !== false)
  const first = rows[0]
  return (
    <div
      className={`bulkbar ${styles.bulk}`}
      role="toolbar"
      aria-label={`Actions for ${rows.length} selected tickets`}
    >
      <span className="num m">{rows.length} selected</span>
      <span className="vr" />
      <Asker
        name="assign"
        title="Assign to"
        icon="user-plus"
        text="Assign"
        keys="A"
        ask={ask}
        onAsk={onAsk}
        off={!may('assign')}
      >
        <PersonPicker me={me} nobody onPick={(p) => finish(assignAll(rows, p))} />
      </Asker>
      <button
        type="button"
        className="bb"
        aria-disabled={rows.length !== 1 || undefined}
        title={rows.length === 1 ? undefined : 'A handover is a document for one ticket. Select one.'}
        onClick={() => rows.length === 1 && first && onHandOver(first.ref)}
      >
        <Icon name="arrow-up-from-line" size="s" />
        Hand over <Kbd keys="E" />
      </button>
      <Asker name="tag" title="Add a tag" icon="tag" text="Tag" keys="T" ask={ask} onAsk={onAsk}>
        <form
          className={styles.pop}
          onSubmit={(e) => {
            e.preventDefault()
            const word = tag.trim().toLowerCase()
            if (word) finish(tagAll(rows, word))
            setTag('')
          }}
        >
          <Input label="Tag" value={tag} onChange={(e) => setTag(e.target.value)} autoFocus required />
          <Button type="submit" look="primary">
            Add the tag
          </Button>
        </form>
      </Asker>
      <Asker
        name="merge"
        title="Merge into"
        icon="merge"
        text="Merge"
        keys="M"
        ask={ask}
        onAsk={onAsk}
        off={rows.length < 2}
      >
        <div className={styles.pop}>
          <p className="small ink-2">Which one goes on? The others point to it.</p>
          {rows.map((r) => (
            <button key={r.ref} type="button" className="mi" onClick={() => finish(mergeAll(rows, r.ref))}>
              <span className="id">{r.ref}</span>
              <span className="trunc">{r.subject}</span>
            </button>
          ))}
        </div>
      </Asker>
      <Asker name="wait" title="Wait for" icon="clock-4" text="Wait" keys="H" ask={ask} onAsk={onAsk}>
        <form
          className={styles.pop}
          onSubmit={(e) => {
            e.preventDefault()
            finish(waitAll(rows, on, until ? new Date(until).toISOString() : undefined))
          }}
        >
          <Pick
            label="Whom"
            value={on}
            onChange={(e) => setOn(e.target.value)}
            options={waits.map((value) => ({ value, text: waitingWord(value) }))}
          />
          <Input
            label="Until (optional)"
            type="datetime-local"
            value={until}
            onChange={(e) => setUntil(e.target.value)}
          />
          <Button type="submit" look="primary">
            Put aside
          </Button>
        </form>
      </Asker>
      <span className="vr" />
      <button type="button" className="bb" aria-label="Clear selection" onClick={onClear}>
        <Icon name="x" size="s" />
        <Kbd keys="Escape" />
      </button>
    </div>
  )
}

interface AskerProps {
  name: Exclude<BulkAsk, null>
  title: string
  icon: IconName
  text: string
  keys: string
  ask: BulkAsk
  onAsk: (ask: BulkAsk) => void
  off?: boolean
  children: React.ReactNode
}

function Asker({ name, title, icon, text, keys, ask, onAsk, off, children }: AskerProps) {
  return (
    <Popover
      title={title}
      side="top"
      open={ask === name}
      onOpenChange={(open) => onAsk(open && !off ? name : null)}
      trigger={
        <button type="button" className="bb" aria-disabled={off || undefined}>
          <Icon name={icon} size="s" />
          {text} <Kbd keys={keys} />
        </button>
      }
    >
      {children}
    </Popover>
  )
}
