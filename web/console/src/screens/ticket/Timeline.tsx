import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Entry, Me, Ticket } from '../../api/types'
import { short } from '../../ladder/walk'
import { Icon } from '../../parts/Icon'
import { clock, moment, span } from '../../words/time'
import { EntryBody } from './EntryBody'
import { entryIcon, sentenceOfEntry } from './entry-words'
import { useOutgoing } from './outgoing'
import styles from './Timeline.module.css'
import { type Item, timelineItems } from './timeline-model'

interface TimelineProps {
  ticket: Ticket
  entries: Entry[]
  me: Me
  now: Date
  seenSeq: number
}

const rails = { now: styles.now, before: '', self: styles.self }

/** What happened, in order, with the ladder as its gutter: who held it when. */
export function Timeline({ ticket, entries, me, now, seenSeq }: TimelineProps) {
  const solved = ticket.state === 'resolved' || ticket.state === 'closed'
  const items = useMemo(
    () => timelineItems(entries, ticket.ladder, { now, solved, seenSeq }),
    [entries, ticket.ladder, now, solved, seenSeq],
  )
  const leaving = useOutgoing(ticket.ref)
  const box = useRef<HTMLElement>(null)
  const last = entries.at(-1)?.id
  // The newest entry stands at the bottom, and that is where reading starts.
  useLayoutEffect(() => {
    if (last !== undefined || leaving) box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [last, leaving])

  const onKeyDown = (e: React.KeyboardEvent) => {
    if (e.target !== e.currentTarget && !(e.target as HTMLElement).matches('li')) return
    const by = e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : 0
    if (by === 0) return
    const all = [...(box.current?.querySelectorAll<HTMLElement>('ol > li') ?? [])]
    const i = all.indexOf(document.activeElement as HTMLElement)
    const next = i < 0 ? all.at(by > 0 ? 0 : -1) : all[i + by]
    if (!next) return
    e.preventDefault()
    next.focus()
  }

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard.
    <section ref={box} className={styles.wrap} tabIndex={0} aria-label="Timeline" onKeyDown={onKeyDown}>
      <ol className={styles.tl}>
        {items.map((item) => (
          <Line key={item.key} item={item} ticket={ticket} me={me} now={now} />
        ))}
        {leaving && (
          <li className={`${styles.e} ${styles.now}`} tabIndex={-1}>
            <time />
            <span className={styles.n}>
              <Icon name="send" />
            </span>
            <div className={`card ${styles.leaving}`}>
              <p className="small ink-3">{leaving.words}</p>
              <p className={styles.plain}>{leaving.text}</p>
            </div>
          </li>
        )}
      </ol>
    </section>
  )
}

function Line({ item, ticket, me, now }: { item: Item; ticket: Ticket; me: Me; now: Date }) {
  if (item.kind === 'rung') {
    const { visit } = item
    return (
      <li className={`${styles.e} ${rails[item.rail]}`} tabIndex={-1}>
        <Time at={visit.from} now={now} />
        <span className={`${styles.n} ${styles.rung}`}>{short(visit.rank)}</span>
        <div className={styles.visit}>
          <b>{visit.team}</b> {item.by ? (item.by === me.name ? 'you · ' : `${item.by} · `) : ''}
          {item.open ? `${span(visit.seconds)} so far` : span(visit.seconds)}
        </div>
      </li>
    )
  }
  if (item.kind === 'folded') return <Folded item={item} now={now} />
  const { entry } = item
  return (
    <li
      className={`${styles.e} ${rails[item.rail]} ${item.fresh ? styles.fresh : ''}`}
      tabIndex={-1}
      id={`entry-${entry.seq}`}
    >
      <Time at={entry.at} now={now} />
      <span className={styles.n}>
        <Icon name={entryIcon(entry)} />
      </span>
      <EntryBody entry={entry} ticket={ticket} me={me} />
    </li>
  )
}

function Folded({ item, now }: { item: Extract<Item, { kind: 'folded' }>; now: Date }) {
  const [open, setOpen] = useState(false)
  const firstAt = item.entries[0]?.at ?? ''
  return (
    <li className={`${styles.e} ${rails[item.rail]}`} tabIndex={-1}>
      <Time at={firstAt} now={now} />
      <span className={styles.n}>
        <Icon name="ellipsis" />
      </span>
      <div>
        <button type="button" className="btn ghost small" aria-expanded={open} onClick={() => setOpen(!open)}>
          <Icon name={open ? 'chevron-down' : 'chevron-right'} size="xs" />
          {item.entries.length} system events
        </button>
        {open && (
          <ul className={styles.events}>
            {item.entries.map((e) => (
              <li key={e.id}>
                <time dateTime={e.at}>{clock(e.at)}</time> {sentenceOfEntry(e)}
              </li>
            ))}
          </ul>
        )}
      </div>
    </li>
  )
}

function Time({ at, now }: { at: string; now: Date }) {
  const text = moment(at, now)
  return (
    <time dateTime={at} title={new Date(at).toLocaleString('en-GB')}>
      {text.startsWith('yesterday') ? text.replace('yesterday', 'yest.') : text}
    </time>
  )
}
