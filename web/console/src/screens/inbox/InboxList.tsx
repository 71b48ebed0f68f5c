import { type Ref, useEffect, useRef } from 'react'
import type { Box } from '../../api/queries'
import type { Handover } from '../../api/types'
import { hopOf } from '../../parts/HandoverCard'
import { Icon } from '../../parts/Icon'
import { Completeness, Count, Hop, Priority, Tag } from '../../parts/Marks'
import { capital, reasonWord, returnWord } from '../../words/desk'
import { brief } from '../../words/time'
import type { Answering } from './answers'
import type { Group } from './box'
import styles from './Inbox.module.css'

interface InboxListProps {
  box: Box
  groups: Group[]
  current: string | undefined
  answers: ReadonlyMap<string, Answering>
  now: Date
  /** There are more, and nobody fetches them yet. */
  more: (() => void) | null
  onPick: (id: string) => void
  ref: Ref<HTMLDivElement>
}

/** The list of a box. Rows out of sight are not laid out, so that a thousand stay quick. */
export function InboxList({ box, groups, current, answers, now, more, onPick, ref }: InboxListProps) {
  return (
    <div className={styles.items} ref={ref}>
      {groups.map((g) => (
        <section key={g.id} aria-label={g.text}>
          <h2 className="group-h">
            <Icon name={g.icon} size="s" />
            {g.text} <Count n={g.items.length} />
          </h2>
          <ul>
            {g.items.map((h) => (
              <Row
                key={h.id}
                handover={h}
                box={box}
                on={h.id === current}
                answering={answers.get(h.id)}
                now={now}
                onPick={() => onPick(h.id)}
              />
            ))}
          </ul>
        </section>
      ))}
      {more && <More onSeen={more} />}
    </div>
  )
}

/** The end of what is loaded: coming into view asks for the next page. */
function More({ onSeen }: { onSeen: () => void }) {
  const mark = useRef<HTMLDivElement>(null)
  const seen = useRef(onSeen)
  seen.current = onSeen
  useEffect(() => {
    const el = mark.current
    if (!el) return
    const eye = new IntersectionObserver((all) => all.some((e) => e.isIntersecting) && seen.current())
    eye.observe(el)
    return () => eye.disconnect()
  }, [])
  return (
    <div ref={mark} className={styles.more}>
      Loading more
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
    <li className={look.filter(Boolean).join(' ')}>
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
    </li>
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
