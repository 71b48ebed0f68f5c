import { Fragment } from 'react'
import type { Ticket } from '../../api/types'
import { clockSentence, type LiveClock, soonest } from '../../clock/names'
import { leftWords, pauseWord, type Reading } from '../../clock/reading'
import { useReading } from '../../clock/useReading'
import type { ClockWire } from '../../clock/wire'
import { short } from '../../ladder/walk'
import { Icon } from '../../parts/Icon'
import { Panel } from '../../parts/Surfaces'
import { plural } from '../../words/desk'
import { deskNow } from '../../words/desk-time'
import { due, duration, moment, span } from '../../words/time'
import styles from './Clocks.module.css'

/** What runs on a ticket and how much is left, what was kept, and where the time went. */
export function Clocks({ ticket, now }: { ticket: Ticket; now: Date }) {
  const live = soonest(ticket.clocks)
  const stopped = ticket.clocks.filter((c) => c.stopped_at && c.state !== 'ended')
  if (ticket.clocks.length === 0) return null
  return (
    <Panel>
      <section aria-label="Clocks">
        {live.map((c) => (
          <Running key={c.run} clock={c} about={ticket.ref} />
        ))}
        {stopped.length > 0 && <Kept clocks={stopped} />}
        <Ledger ticket={ticket} now={now} />
      </section>
    </Panel>
  )
}

/** One that runs: what it is, how long it may take, what is left, and a bar. */
function Running({ clock: c, about }: { clock: LiveClock; about: string }) {
  const r = useReading(c, about)
  const used = usedOf(c, deskNow())
  const percent = Math.round(used * 100)
  return (
    <div className={styles.run} data-clock={r.state} data-kind={c.kind}>
      <span>
        {clockSentence(c)}{' '}
        <span className="ink-3" title={`${c.target.name}, ${c.target.calendar.name}`}>
          {c.promise} {duration(c.target.length)}
        </span>
      </span>
      <span className={`${styles.v} ${styles[r.state] ?? ''}`}>
        {r.state !== 'ok' && <Icon name={stateIcons[r.state]} size="xs" />}
        {r.before && <span className="sr">{r.before}</span>}
        {words(c, r)}
      </span>
      <span className={`meter ${meters[r.state]}`} role="img" aria-label={`${percent} percent used`}>
        <i style={{ width: `${percent}%` }} />
      </span>
      {c.paused.length > 0 && <Pauses clock={c} />}
    </div>
  )
}

const stateIcons = { soon: 'hourglass', late: 'alarm-clock', paused: 'pause' } as const
const meters: Record<Reading['state'], string> = { ok: '', paused: '', soon: 'warn', late: 'danger' }

/** A promise to the customer says its time, ours what is left of it. */
function words(c: LiveClock, r: Reading): string {
  if (r.state === 'late') return r.value
  if (r.state === 'paused') return `${r.value}, ${span(c.left_us / 1e6)} left`
  if (c.promise === 'SLA' && c.due_at) {
    const at = due(c.due_at, new Date(deskNow()))
    return r.value === at ? at : `${at}, ${r.value}`
  }
  return leftWords(r)
}

/** Open time is what was promised; while it runs on, the deadline says how much is left. */
function usedOf(c: LiveClock, now: number): number {
  const left = c.due_at ? Math.min(c.left_us / 1000, Date.parse(c.due_at) - now) : c.left_us / 1000
  return Math.min(1, Math.max(0, 1 - left / (c.target.length_us / 1000)))
}

/** When it stood still, and for whom. */
function Pauses({ clock: c }: { clock: ClockWire }) {
  const all = c.paused.reduce((sum, p) => sum + p.us, 0)
  return (
    <details className={styles.pauses}>
      <summary>
        Paused {span(all / 1e6)}, {plural(c.paused.length, 'time')}
      </summary>
      <ul>
        {c.paused.map((p) => (
          <li key={p.from}>
            <span className="num">
              {moment(p.from, new Date())}
              {p.to ? ` to ${moment(p.to, new Date())}` : ' until now'}
            </span>
            <span>{pauseWord(p.on)}</span>
            <span className="num">{span(p.us / 1e6)}</span>
          </li>
        ))}
      </ul>
    </details>
  )
}

/** What has stopped: kept, or missed, and by how much. */
function Kept({ clocks }: { clocks: ClockWire[] }) {
  return (
    <ul className={styles.kept} aria-label="Stopped clocks">
      {clocks.map((c) => {
        const missed = c.state === 'missed'
        return (
          <li key={c.run} className={missed ? 'c-danger' : undefined}>
            <Icon name={missed ? 'alarm-clock' : 'check'} size="xs" className={missed ? '' : 'c-ok'} />
            <span className="grow trunc">{clockSentence(c)}</span>
            <span className="num">
              {missed ? `${span(-c.left_us / 1e6)} over` : `in ${span(c.spent_us / 1e6)}`}
              <span className="ink-3"> of {duration(c.target.length)}</span>
            </span>
          </li>
        )
      })}
    </ul>
  )
}

/** Where the time went: what the rungs held and the named waits, which make up its age. */
function Ledger({ ticket, now }: { ticket: Ticket; now: Date }) {
  const { rungs, waits, age_us } = ticket.ladder
  const held = rungs.filter((r) => r.held_us > 0)
  if (held.length === 0) return null
  return (
    <details className={styles.pauses}>
      <summary>Where the time went</summary>
      <dl className={styles.ledger}>
        {[...held].reverse().map((r) => (
          <Fragment key={r.rank}>
            <dt>
              <span className="lv">{r.rank >= 0 ? short(r.rank) : ''}</span> {r.name}
            </dt>
            <dd>{span(r.held_us / 1e6)}</dd>
          </Fragment>
        ))}
        {waits.map((w) => (
          <Fragment key={w.on}>
            <dt>Waited: {pauseWord(w.on).toLowerCase()}</dt>
            <dd>{span(w.us / 1e6)}</dd>
          </Fragment>
        ))}
        <dt className={styles.sum}>Age since {moment(ticket.opened_at, now)}</dt>
        <dd className={styles.sum}>{span(age_us / 1e6)}</dd>
      </dl>
    </details>
  )
}

/** In the head only what matters: amber or red, and on a phone always. */
export function HeadClock({ ticket, always }: { ticket: Ticket; always?: boolean }) {
  const next = soonest(ticket.clocks)[0]
  return next ? <Urgent clock={next} always={always} /> : null
}

function Urgent({ clock: c, always }: { clock: LiveClock; always?: boolean }) {
  const r = useReading(c)
  if (!always && r.state !== 'soon' && r.state !== 'late') return null
  return (
    <span className={`clock ${r.state}`} data-clock={r.state} title={clockSentence(c)}>
      {r.state !== 'ok' && <Icon name={stateIcons[r.state]} />}
      {r.before && <span className="sr">{r.before}</span>}
      {r.state !== 'paused' && <span className="k">{c.promise}</span>}
      <span>{r.value}</span>
    </span>
  )
}
