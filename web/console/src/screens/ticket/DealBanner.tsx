import type { Me, Ticket } from '../../api/types'
import { Button } from '../../parts/Button'
import { Icon } from '../../parts/Icon'
import { due } from '../../words/time'
import styles from '../inbox/Return.module.css'

interface DealBannerProps {
  ticket: Ticket
  me: Me
  now: Date
  onAsk: (what: string) => void
}

/** Over the timeline while a member of the team is asked to take the ticket. */
export function DealBanner({ ticket, me, now, onAsk }: DealBannerProps) {
  const { deal } = ticket
  if (!deal) return null
  const mine = deal.person.id === me.id
  return (
    <div className={styles.banner} role="status">
      <Icon name="inbox" size="s" className="c-accent" />
      <span className="grow">
        {mine ? <b>Will you take it?</b> : <b>{deal.person.name}</b>}
        {mine ? ' The next one is asked' : ' is asked to take it, until'} {mine && 'at '}
        {due(deal.until, now)}
        {deal.down && <span className="ink-2"> · helping {ticket.team.name} out, which runs late</span>}
      </span>
      {ticket.can.decline && (
        <Button size="small" onClick={() => onAsk('decline')}>
          Decline
        </Button>
      )}
      {ticket.can.take && (
        <Button size="small" look="primary" icon="check" keys="Shift A" onClick={() => onAsk('take')}>
          Take it
        </Button>
      )}
    </div>
  )
}
