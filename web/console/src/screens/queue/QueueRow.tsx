import { Link } from '@tanstack/react-router'
import type { CSSProperties } from 'react'
import type { Row } from '../../api/types'
import { Clock } from '../../clock/Clock'
import { Spark } from '../../ladder/Spark'
import type { Rung } from '../../ladder/walk'
import { summaryOfRow } from '../../ladder/wire'
import { Avatar } from '../../parts/Avatar'
import { Check } from '../../parts/Forms'
import { Icon } from '../../parts/Icon'
import { Priority, Tag } from '../../parts/Marks'
import { waitingWord } from '../../words/desk'
import { brief, moment } from '../../words/time'
import styles from './Queue.module.css'
import type { RowState } from './row-states'

export interface QueueRowProps {
  row: Row
  rungs: Rung[]
  now: Date
  focused: boolean
  tabStop: boolean
  selected: boolean
  selecting: boolean
  /** Offered to a team of mine: the row asks for an answer. */
  toAccept: boolean
  /** Dealt to me, and I have not said yes. */
  toTake: boolean
  state: RowState | undefined
  style: CSSProperties
  onSelect: (ref: string) => void
  onFocus: (ref: string) => void
}

/** One ticket of a list: two lines, its walk, its owner, and what runs out next. */
export function QueueRow(p: QueueRowProps) {
  const { row, state } = p
  const look = [
    'trow',
    styles.row,
    row.unread ? 'unread' : '',
    p.selected ? 'selected' : p.focused ? styles.peek : '',
    p.focused ? 'focus' : '',
    state?.kind ?? '',
    p.selecting ? styles.selecting : '',
  ]
  return (
    <li className={look.filter(Boolean).join(' ')} style={p.style} data-ref={row.ref}>
      {row.unread ? <span className="dot" role="img" aria-label="Unread" /> : <span />}
      <span className={styles.pick}>
        <Check label={`Select ${row.ref}`} checked={p.selected} onChange={() => p.onSelect(row.ref)} />
      </span>
      {state?.kind === 'pending' ? (
        <Icon name="loader-circle" size="s" label="Being saved" />
      ) : state?.kind === 'failed' ? (
        <Icon name="circle-alert" size="s" className="c-danger" label="Not saved" />
      ) : (
        <Priority value={row.priority} />
      )}
      <Link
        className={styles.text}
        to="/tickets/$ref"
        params={{ ref: row.ref }}
        tabIndex={p.tabStop ? 0 : -1}
        data-row={row.ref}
        onFocus={() => p.onFocus(row.ref)}
        preload={false}
      >
        <span className="l1">
          <span className="sub trunc">{row.subject}</span>
          {p.toAccept && (
            <Tag tone="accent" icon="arrow-down-to-line">
              Accept?
            </Tag>
          )}
          {p.toTake && (
            <Tag tone="accent" icon="inbox">
              Take?
            </Tag>
          )}
        </span>
        <span className="l2">
          <span className="id">{row.ref}</span>
          {state ? (
            <span className={state.kind === 'failed' ? 'c-danger m trunc' : 'trunc'}>{state.words}</span>
          ) : (
            <span className="trunc">
              {row.requester.name} <span className="sep">·</span> {row.organisation.name}
            </span>
          )}
        </span>
      </Link>
      <span className={styles.tags}>
        {tagsOf(row).map((t) => (
          <Tag key={t}>{t}</Tag>
        ))}
      </span>
      <Spark walk={summaryOfRow(row, p.rungs)} />
      <Avatar name={row.assignee?.name} size="s" />
      <span className={styles.last}>
        {state?.kind === 'failed' && state.again ? (
          <button type="button" className="btn small" onClick={state.again}>
            Try again
          </button>
        ) : (
          <Last row={row} now={p.now} />
        )}
      </span>
    </li>
  )
}

/** At most two tags a row, skills before labels. */
function tagsOf(row: Row): string[] {
  const leaf = (path: string) => path.slice(path.lastIndexOf('/') + 1)
  return [...new Set([...row.skills.map(leaf), ...row.tags])].slice(0, 2)
}

function Last({ row, now }: { row: Row; now: Date }) {
  if (row.clock) return <Clock clock={row.clock} about={row.ref} />
  if (row.state === 'waiting')
    return (
      <span className="clock paused">
        <Icon name="pause" />
        <span className="sr">paused, </span>
        {waitingWord(row.waiting_on)}
      </span>
    )
  return (
    <time className="clock ok" dateTime={row.updated_at} title={`Last change ${moment(row.updated_at, now)}`}>
      {brief(row.updated_at, now)}
    </time>
  )
}
