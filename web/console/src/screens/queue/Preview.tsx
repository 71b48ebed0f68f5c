import { Link } from '@tanstack/react-router'
import { useTicket } from '../../api/queries'
import type { Row, Ticket } from '../../api/types'
import { Clock } from '../../clock/Clock'
import { clockName, twoOf } from '../../clock/names'
import { Until } from '../../clock/Until'
import { Plot, plotHead } from '../../ladder/Plot'
import { heldMap, walkOf } from '../../ladder/wire'
import { Avatar } from '../../parts/Avatar'
import { Button } from '../../parts/Button'
import { Kbd } from '../../parts/Kbd'
import { Priority, Tag } from '../../parts/Marks'
import { Panel, Skeleton } from '../../parts/Surfaces'
import { stateWord, waitingWord } from '../../words/desk'
import { ago, moment } from '../../words/time'
import { useNow } from '../../words/useNow'
import styles from './Queue.module.css'

interface PreviewProps {
  row: Row
  me: string
  onMove: (by: number) => void
  onAsk: (what: string) => void
}

/** The ticket under the focus: what is known of it, and the three verbs. */
export function Preview({ row, me, onMove, onAsk }: PreviewProps) {
  const ticket = useTicket(row.ref).data
  const now = useNow()
  const timed = ticket?.clocks.some((c) => !c.stopped_at) ?? false
  return (
    <aside className={styles.prev} aria-label={`Preview of ${row.ref}`}>
      <div className={styles.prevHead}>
        <span className="id m">{row.ref}</span>
        <Priority value={row.priority} />
        <Tag tone={row.state === 'resolved' || row.state === 'closed' ? 'ok' : 'accent'}>
          {stateWord(row.state)}
        </Tag>
        <span className="grow" />
        <Button look="ghost" size="small" icon="chevron-up" label="Previous" onClick={() => onMove(-1)} />
        <Button look="ghost" size="small" icon="chevron-down" label="Next" onClick={() => onMove(1)} />
        <Link className="btn small" to="/tickets/$ref" params={{ ref: row.ref }}>
          Open <Kbd keys="Enter" />
        </Link>
      </div>
      <div className={styles.prevBody} key={row.ref}>
        <div className={styles.prevTitle}>
          <h2>{row.subject}</h2>
          <div className={styles.who}>
            <Avatar name={row.requester.name} />
            <span className="small">
              <span className="m">{row.requester.name}</span>
              <br />
              <span className="ink-3">
                {[ticket?.requester.title, row.organisation.name].filter(Boolean).join(' · ')}
              </span>
            </span>
          </div>
        </div>
        {ticket ? <Walk ticket={ticket} now={now} /> : <Skeleton rows={4} shape="line" />}
        <div className={`panel ${styles.facts}`}>
          {ticket && <Clocks ticket={ticket} />}
          {!timed && (
            <Fact label="With">
              {row.offer ? `${row.team.name}, offered to ${row.offer.team.name}` : row.team.name}
            </Fact>
          )}
          {!timed && row.state === 'waiting' && (
            <Fact label="Waiting for">{waitingWord(row.waiting_on)}</Fact>
          )}
          <div>
            <div className="label">Owner</div>
            <div className="row gap-s">
              <Avatar name={row.assignee?.name} size="s" />
              <span className="m">
                {row.assignee ? (row.assignee.id === me ? 'You' : row.assignee.name) : 'Nobody yet'}
              </span>
            </div>
          </div>
        </div>
        {ticket && <Known ticket={ticket} />}
        <Panel
          title="Last message"
          aside={<span className="num">{`${moment(row.updated_at, now)}, ${ago(row.updated_at, now)}`}</span>}
          last
        >
          <p className={styles.quote}>{row.snippet || ticket?.body_preview}</p>
        </Panel>
      </div>
      <div className={styles.prevFoot}>
        <Button
          look="primary"
          className="grow"
          icon="reply"
          keys="R"
          off={row.can.reply === false && 'You cannot reply on this ticket.'}
          onClick={() => onAsk('reply')}
        >
          Reply
        </Button>
        <Button
          icon="lock"
          keys="N"
          off={row.can.note === false && 'You cannot write a note here.'}
          onClick={() => onAsk('note')}
        >
          Note
        </Button>
        <Button
          icon="arrow-up-from-line"
          keys="E"
          off={row.can.hand_over === false && 'It is not yours to hand over.'}
          onClick={() => onAsk('hand-over')}
        >
          Hand over
        </Button>
      </div>
    </aside>
  )
}

function Fact({ label, children }: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <div className="label">{label}</div>
      <div className="m">{children}</div>
    </div>
  )
}

/** The two that matter: what the holder has to keep, and what the customer was promised. */
function Clocks({ ticket }: { ticket: Ticket }) {
  const { inside, outside } = twoOf(ticket.clocks)
  return (
    <>
      {inside && (
        <Fact label={clockName(inside)}>
          <Clock clock={inside} bare left />
        </Fact>
      )}
      {outside && (
        <Fact label={outside.kind === 'resolution' ? 'Promise to customer' : clockName(outside)}>
          <Until clock={outside} />
        </Fact>
      )}
    </>
  )
}

function Walk({ ticket, now }: { ticket: Ticket; now: Date }) {
  return (
    <Panel
      title="Ladder"
      aside={<span className="num">{plotHead(ticket.ladder.age_us / 1e6, ticket.ladder.returns)}</span>}
    >
      <Plot walk={walkOf(ticket, now)} held={heldMap(ticket.ladder)} now={now} width={168} row={20} />
    </Panel>
  )
}

/** Asked, tried, found, guess: from the last handover that said so. */
function Known({ ticket }: { ticket: Ticket }) {
  const last = ticket.handovers.at(-1)
  if (!last) return null
  const lines = [
    { k: 'Asked', v: last.summary },
    { k: 'Tried', v: last.tried.map((t) => (t.result ? `${t.text}: ${t.result}` : t.text)).join('; ') },
    { k: 'Guess', v: last.hypothesis },
    { k: 'The ask', v: last.ask },
  ].filter((l) => l.v)
  return (
    <Panel title="What we know" aside="from the handover">
      <dl className={styles.know}>
        {lines.map((l) => (
          <div key={l.k}>
            <dt>{l.k}</dt>
            <dd>{l.v}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  )
}
