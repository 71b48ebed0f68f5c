import { Link } from '@tanstack/react-router'
import type { Me, Ticket } from '../../api/types'
import { Spark } from '../../ladder/Spark'
import { returnedWords } from '../../ladder/walk'
import { walkOf } from '../../ladder/wire'
import { Avatar } from '../../parts/Avatar'
import { Button } from '../../parts/Button'
import { Icon } from '../../parts/Icon'
import { Priority, Tag } from '../../parts/Marks'
import { Menu, type MenuItem } from '../../parts/Overlays'
import { channelWord, plural, stateWord, waitingWord } from '../../words/desk'
import { moment } from '../../words/time'
import type { PlaceInList } from '../queue/last-list'
import { HeadClock } from './Clocks'
import styles from './Ticket.module.css'

interface TicketHeadProps {
  ticket: Ticket
  me: Me
  now: Date
  place: PlaceInList | null
  verbs: MenuItem[]
  onAsk: (what: string) => void
  onGo: (to: string) => void
}

/** Where it came from, what can be done, what it is called and who has it. */
export function TicketHead({ ticket: t, me, now, place, verbs, onAsk, onGo }: TicketHeadProps) {
  const shown = new Set([
    'ticket.hand-over',
    'ticket.resolve',
    'ticket.accept',
    'ticket.reply',
    'ticket.note',
  ])
  const back = place?.href ?? '/queue/mine'
  return (
    <header className={styles.head}>
      <div className={styles.top}>
        <button type="button" className={styles.crumb} onClick={() => onGo(back)}>
          <Icon name="chevron-left" size="s" />
          {place?.title ?? 'My work'}
        </button>
        {place && (
          <span className="small ink-3 num d-only">
            {place.at} of {place.of}
          </span>
        )}
        {place && (
          <span className="d-only row gap-0">
            <Button
              look="ghost"
              size="small"
              icon="chevron-up"
              label="Previous ticket, K"
              off={!place.before && 'This is the first.'}
              onClick={() => onGo(`/tickets/${place.before}`)}
            />
            <Button
              look="ghost"
              size="small"
              icon="chevron-down"
              label="Next ticket, J"
              off={!place.after && 'This is the last.'}
              onClick={() => onGo(`/tickets/${place.after}`)}
            />
          </span>
        )}
        <span className="grow" />
        {t.can.hand_over && (
          <Button icon="arrow-up-from-line" keys="E" className="d-only" onClick={() => onAsk('hand-over')}>
            Hand over
          </Button>
        )}
        {t.can.resolve && (
          <Button icon="check" keys="S" className="d-only" onClick={() => onAsk('resolve')}>
            Resolve
          </Button>
        )}
        <Menu
          label="More actions"
          items={verbs.filter((v) => !shown.has(v.id))}
          trigger={<Button look="ghost" icon="ellipsis" label="More actions" />}
        />
      </div>
      <div className={styles.title}>
        <Priority value={t.priority} />
        <span className="id m">{t.ref}</span>
        <h1>{t.subject}</h1>
        <StateTag ticket={t} />
        <span className="d-only">
          <HeadClock ticket={t} />
        </span>
      </div>
      <div className={styles.meta}>
        <span>
          <Avatar name={t.assignee?.name} size="s" />
          {t.assignee ? (
            t.assignee.id === me.id ? (
              <span>
                <b>You</b> own it
              </span>
            ) : (
              <span>
                <b>{t.assignee.name}</b> owns it
              </span>
            )
          ) : (
            <span>Nobody owns it yet</span>
          )}
        </span>
        <span>
          <Icon name={t.channel === 'mail' ? 'mail' : t.channel === 'phone' ? 'phone' : 'globe'} size="s" />
          Raised {moment(t.opened_at, now)} {channelWord(t.channel)}
        </span>
        {t.merged_into && (
          <span>
            <Icon name="merge" size="s" />
            Merged into{' '}
            <Link className="link" to="/tickets/$ref" params={{ ref: t.merged_into }}>
              {t.merged_into}
            </Link>
          </span>
        )}
        {t.merged.length > 0 && (
          <span title={t.merged.join(', ')}>
            <Icon name="merge" size="s" />
            <b>{plural(t.merged.length, 'ticket')}</b> merged in
          </span>
        )}
        {t.tags.length > 0 && (
          <span className="row gap-s">
            {t.tags.map((tag) => (
              <Tag key={tag}>{tag}</Tag>
            ))}
          </span>
        )}
      </div>
      <div className={styles.strip}>
        <Spark walk={walkOf(t, now)} scale={1.3} />
        <span className="ink-3 grow">{returnedWords(t.ladder.returns)}</span>
        <HeadClock ticket={t} always />
      </div>
    </header>
  )
}

function StateTag({ ticket: t }: { ticket: Ticket }) {
  if (t.offer) return <Tag tone="accent">Offered to {t.offer.person?.name ?? t.offer.team.name}</Tag>
  if (t.state === 'waiting') return <Tag icon="pause">Waiting: {waitingWord(t.waiting_on).toLowerCase()}</Tag>
  if (t.state === 'resolved' || t.state === 'closed')
    return (
      <Tag tone="ok" icon="check">
        {stateWord(t.state)}
      </Tag>
    )
  return <Tag tone="accent">{stateWord(t.state)}</Tag>
}
