import { useVirtualizer } from '@tanstack/react-virtual'
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react'
import type { Box } from '../../api/queries'
import type { Handover } from '../../api/types'
import { Clock } from '../../clock/Clock'
import { isLive } from '../../clock/names'
import { hopOf } from '../../parts/HandoverCard'
import { Icon } from '../../parts/Icon'
import { Completeness, Count, Hop, Priority, Tag } from '../../parts/Marks'
import { capital, reasonWord, returnWord } from '../../words/desk'
import { brief } from '../../words/time'
import type { Answering } from './answers'
import type { Group } from './box'
import styles from './Inbox.module.css'

export interface ListHandle {
  /** Brings a row into sight and puts the keyboard on it. */
  focusRow: (id: string) => void
}

interface InboxListProps {
  box: Box
  groups: Group[]
  current: string | undefined
  answers: ReadonlyMap<string, Answering>
  now: Date
  /** There are more, and nobody fetches them yet. */
  more: (() => void) | null
  onPick: (id: string) => void
  ref: Ref<ListHandle>
}

type Line = { kind: 'group'; group: Group } | { kind: 'row'; handover: Handover }

const keyOf = (l: Line) => (l.kind === 'group' ? l.group.id : l.handover.id)

/** The list of a box: only the rows in sight exist, so a thousand cost no more than ten. */
export function InboxList({ box, groups, current, answers, now, more, onPick, ref }: InboxListProps) {
  const frame = useRef<HTMLDivElement>(null)
  const lines: Line[] = groups.flatMap((group) => [
    { kind: 'group', group },
    ...group.items.map((handover) => ({ kind: 'row' as const, handover })),
  ])
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => frame.current,
    estimateSize: (i) => (lines[i]?.kind === 'group' ? 26 : 99),
    getItemKey: (i) => (lines[i] ? keyOf(lines[i]) : i),
    overscan: 6,
  })
  useImperativeHandle(ref, () => ({
    focusRow: (id: string) => {
      const i = lines.findIndex((l) => keyOf(l) === id)
      if (i < 0) return
      virtual.scrollToIndex(i, { align: 'auto' })
      const focusNow = () =>
        frame.current?.querySelector<HTMLElement>(`[data-handover="${id}"]`)?.focus({ preventScroll: true })
      focusNow()
      // A row that was out of sight exists only after the next paint.
      requestAnimationFrame(focusNow)
    },
  }))
  const items = virtual.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  useEffect(() => {
    if (more && last >= lines.length - 10) more()
  }, [more, last, lines.length])

  return (
    <div className={styles.items} ref={frame}>
      <ul style={{ height: virtual.getTotalSize() }}>
        {items.map((v) => {
          const line = lines[v.index]
          if (!line) return null
          return (
            <li
              key={v.key}
              ref={virtual.measureElement}
              data-index={v.index}
              className={styles.line}
              style={{ transform: `translateY(${v.start}px)` }}
            >
              {line.kind === 'group' ? (
                <h2 className="group-h">
                  <Icon name={line.group.icon} size="s" />
                  {line.group.text} <Count n={line.group.items.length} />
                </h2>
              ) : (
                <Row
                  handover={line.handover}
                  box={box}
                  on={line.handover.id === current}
                  answering={answers.get(line.handover.id)}
                  now={now}
                  onPick={() => onPick(line.handover.id)}
                />
              )}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

interface RowProps {
  handover: Handover
  box: Box
  on: boolean
  answering: Answering | undefined
  now: Date
  onPick: () => void
}

function Row({ handover: h, box, on, answering, now, onPick }: RowProps) {
  const look = [styles.it, on ? 'selected' : '', answering ? styles[answering.state] : '']
  return (
    <div className={look.filter(Boolean).join(' ')}>
      <button
        type="button"
        className={styles.hit}
        data-handover={h.id}
        aria-current={on || undefined}
        tabIndex={on ? 0 : -1}
        onClick={onPick}
        aria-label={`${h.ticket.ref}, ${h.ticket.subject}`}
      />
      <div className={styles.top}>
        <Hop {...hopOf(h)} />
        <Priority value={h.ticket.priority} />
        <span className="id">{h.ticket.ref}</span>
        <span className="grow" />
        {answering?.state === 'busy' ? (
          <Icon name="loader-circle" size="s" className="spin" label="Being answered" />
        ) : h.state === 'offered' && isLive(h.clock) ? (
          <Clock clock={h.clock} about={h.ticket.ref} bare />
        ) : (
          <time className="num" dateTime={h.offered_at}>
            {brief(h.answered_at ?? h.offered_at, now)}
          </time>
        )}
      </div>
      <div className={`${styles.s} trunc`}>{h.ticket.subject}</div>
      <div className={styles.bt}>
        <span className="trunc">{whoOf(h, box)}</span>
      </div>
      {answering?.state === 'failed' ? (
        <div className={styles.bt}>
          <span className="c-danger grow">{answering.sentence}</span>
          <button type="button" className={`btn small ${styles.over}`} onClick={answering.again}>
            Try again
          </button>
        </div>
      ) : (
        <Marks handover={h} />
      )}
    </div>
  )
}

/** Who sent it, or who shall take it, and for whom. */
function whoOf(h: Handover, box: Box): string {
  const side = box === 'to_us' ? h.from : h.to
  const person = box === 'to_us' ? side.person : (h.answered_by ?? side.person)
  return [person?.name ?? side.team.name, h.ticket.organisation.name].join(' · ')
}

function Marks({ handover: h }: { handover: Handover }) {
  const done = h.checklist.filter((c) => c.done).length
  return (
    <div className={styles.bt}>
      {h.return ? (
        <Tag tone="warn" icon="corner-right-down">
          {capital(returnWord(h.return.reason))}
        </Tag>
      ) : (
        h.reasons.slice(0, 2).map((r) => (
          <Tag key={r} icon={reasonWord(r).icon}>
            {reasonWord(r).text}
          </Tag>
        ))
      )}
      {h.state === 'accepted' && (
        <Tag tone="ok" icon="check">
          Taken
        </Tag>
      )}
      {h.state === 'withdrawn' && <Tag>Taken back</Tag>}
      <span className="grow" />
      {h.checklist.length > 0 && <Completeness done={done} of={h.checklist.length} />}
    </div>
  )
}
