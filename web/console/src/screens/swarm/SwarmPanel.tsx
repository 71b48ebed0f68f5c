import { sentenceOf } from '../../api/problem'
import { forgetSwarm, swarms } from '../../api/swarms'
import type { Me, Swarm, Ticket } from '../../api/types'
import { Avatar } from '../../parts/Avatar'
import { Button } from '../../parts/Button'
import { Icon } from '../../parts/Icon'
import { toasts } from '../../toast/toasts'
import { moment, span } from '../../words/time'
import styles from './Swarm.module.css'
import { ownTeam, sentence } from './swarm-words'

interface SwarmPanelProps {
  ticket: Ticket
  me: Me
  now: Date
  onAsk: (what: string) => void
}

/** Over the timeline while people look at a ticket together: what was asked, who looks, and what they may do. */
export function SwarmPanel({ ticket, me, now, onAsk }: SwarmPanelProps) {
  const s = ticket.swarm
  if (!s) return null
  return (
    <section className={styles.panel} aria-label="Swarm">
      <div className={styles.line}>
        <Icon name="users-round" size="s" className="c-accent" />
        <span className={`grow ${styles.ask}`}>
          <b>{s.lead.id === me.id ? 'You lead' : `${s.lead.name} leads`} a swarm</b> since{' '}
          {moment(s.started_at, now)}: {s.ask}
        </span>
        {s.minutes > 0 && <span className="num ink-2">{span(s.minutes * 60)} booked</span>}
      </div>
      {s.because && (
        <div className={`${styles.line} ${styles.because}`}>
          <Icon name="bounce" size="s" />
          <span>
            It went to and fro. {sentence(s.teams.map((t) => t.name))} look at it until one of them owns it.
          </span>
        </div>
      )}
      <div className={styles.line}>
        <Looking swarm={s} me={me} />
        <span className="grow" />
        <Verbs ticket={ticket} swarm={s} me={me} onAsk={onAsk} />
      </div>
    </section>
  )
}

function Looking({ swarm: s, me }: { swarm: Swarm; me: Me }) {
  return (
    <ul className={styles.people} aria-label="Who looks at it">
      {s.people.map(({ person: p, joined_at }) => (
        <li key={p.id}>
          <Avatar name={p.name} presence={p.presence} size="s" />
          <span>
            {p.id === me.id ? 'You' : p.name}{' '}
            <span className="ink-2">{joined_at ? (p.id === me.id ? 'look' : 'looks') : 'asked'}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}

interface VerbsProps {
  ticket: Ticket
  swarm: Swarm
  me: Me
  onAsk: (what: string) => void
}

function Verbs({ ticket, swarm: s, me, onAsk }: VerbsProps) {
  const { ref } = ticket
  const act = async (done: string, run: () => Promise<unknown>) => {
    try {
      await run()
      toasts.done(`${ref}: ${done}`)
    } catch (err) {
      toasts.problem(sentenceOf(err), () => void act(done, run))
    } finally {
      await forgetSwarm(ref)
    }
  }
  const mine = ownTeam(
    s,
    ticket,
    me.teams.map((t) => t.id),
  )
  return (
    <>
      {s.can.leave && (
        <Button size="small" onClick={() => void act('you left the swarm', () => swarms.leave(ref))}>
          Leave
        </Button>
      )}
      {s.can.end && (
        <Button size="small" onClick={() => onAsk('swarm-end')}>
          End
        </Button>
      )}
      {ticket.can.book_time && (
        <Button size="small" icon="clock-4" onClick={() => onAsk('time')}>
          Book time
        </Button>
      )}
      {s.can.ask && (
        <Button size="small" icon="user-plus" onClick={() => onAsk('swarm-ask')}>
          Ask others in
        </Button>
      )}
      {s.can.hand_over && (
        <Button size="small" icon="arrow-up-from-line" onClick={() => onAsk('swarm-hand-over')}>
          Make it a handover
        </Button>
      )}
      {s.can.decide && (
        <Button size="small" onClick={() => onAsk('swarm-own')}>
          Say who owns it
        </Button>
      )}
      {s.can.join && !mine && (
        <Button
          size="small"
          look="primary"
          icon="eye"
          onClick={() => void act('you look at it', () => swarms.join(ref))}
        >
          I look at it
        </Button>
      )}
      {s.can.own && mine && (
        <Button
          size="small"
          look="primary"
          icon="check"
          onClick={() => void act(`${mine.name} owns it`, () => swarms.own(ref, mine.id))}
        >
          {mine.name} owns it
        </Button>
      )}
    </>
  )
}
