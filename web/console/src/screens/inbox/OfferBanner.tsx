import type { Handover, Me, Ticket } from '../../api/types'
import { Button } from '../../parts/Button'
import { Icon } from '../../parts/Icon'
import { Sheet } from '../../parts/Overlays'
import { beforeIt } from '../swarm/swarm-words'
import { AskedBack } from './AskBack'
import { useAnswers } from './answers'
import styles from './Return.module.css'
import { ReturnForm } from './ReturnForm'

/** The offer that a ticket is on, as its handover. */
export const offeredOf = (ticket: Ticket): Handover | undefined =>
  ticket.handovers.find((h) => h.id === ticket.offer?.handover)

interface OfferBannerProps {
  ticket: Ticket
  me: Me
  now: Date
  onAsk: (what: string) => void
}

/** Over the timeline while a ticket is on offer: to whom, and the answers for whoever may give them. */
export function OfferBanner({ ticket, me, now, onAsk }: OfferBannerProps) {
  const h = offeredOf(ticket)
  const answering = useAnswers().get(h?.id ?? '')
  if (!h || answering?.state === 'leaving') return null
  const asked = h.to.person ? (h.to.person.id === me.id ? 'you' : h.to.person.name) : h.to.team.name
  const sender = h.from.person?.id === me.id ? 'You' : (h.from.person?.name ?? h.from.team.name)
  const before = beforeIt(h)
  return (
    <>
      <div className={styles.banner} role="status">
        <Icon name="arrow-up-from-line" size="s" className="c-accent" />
        <span className="grow">
          <b>{sender}</b> {sender === 'You' ? 'ask' : 'asks'} <b>{asked}</b> to take it: {h.ask}
          {before && <span className="ink-2"> {before}</span>}
        </span>
        {h.can.ask_back && (
          <Button size="small" icon="circle-help" keys="B" onClick={() => onAsk('ask-back')}>
            Ask back
          </Button>
        )}
        {h.can.withdraw && (
          <Button size="small" icon="corner-up-left" onClick={() => onAsk('withdraw')}>
            Withdraw
          </Button>
        )}
        {h.can.return && (
          <Button size="small" icon="corner-right-down" keys="Shift R" onClick={() => onAsk('return')}>
            Return
          </Button>
        )}
        {h.can.accept && (
          <Button
            size="small"
            look="primary"
            icon="check"
            busy={answering?.state === 'busy'}
            onClick={() => onAsk('accept')}
          >
            Accept
          </Button>
        )}
      </div>
      <AskedBack handover={h} now={now} />
    </>
  )
}

interface ReturnDialogProps {
  ticket: Ticket
  onClose: () => void
  onReopen: () => void
}

/** The return form over a ticket. */
export function ReturnDialog({ ticket, onClose, onReopen }: ReturnDialogProps) {
  const h = offeredOf(ticket)
  if (!h) return null
  return (
    <Sheet
      open
      size="narrow"
      icon="corner-right-down"
      title={`Return to ${h.from.person?.name.split(' ')[0] ?? h.from.team.name}, with a reason`}
      onClose={onClose}
    >
      <div className={styles.wide}>
        <ReturnForm handover={h} onDone={onClose} onBack={onReopen} />
      </div>
    </Sheet>
  )
}
