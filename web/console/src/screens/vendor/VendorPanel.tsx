import type { Ticket } from '../../api/types'
import { useCases, type VendorCase } from '../../api/vendors'
import { Button } from '../../parts/Button'
import { Icon } from '../../parts/Icon'
import { Panel } from '../../parts/Surfaces'
import { plural } from '../../words/desk'
import { moment } from '../../words/time'
import styles from './Vendor.module.css'
import { caseStates } from './vendor-words'

interface VendorPanelProps {
  ticket: Ticket
  now: Date
  onAsk: (what: string) => void
}

/** What vendors have of a ticket: their number, where it stands, and the thread a click away. */
export function VendorPanel({ ticket, now, onAsk }: VendorPanelProps) {
  const cases = useCases(ticket.ref).data ?? []
  if (cases.length === 0) return null
  return (
    <Panel title="With the maker">
      <ul className={styles.cases}>
        {cases.map((c) => (
          <Case key={c.id} case={c} ticket={ticket} now={now} onAsk={onAsk} />
        ))}
      </ul>
    </Panel>
  )
}

function Case({ case: c, ticket, now, onAsk }: VendorPanelProps & { case: VendorCase }) {
  const clock = ticket.clocks.find((k) => k.case === c.id && !k.stopped_at)
  return (
    <li className={styles.case}>
      <span className={styles.head}>
        <Icon name="building-2" size="s" />
        <b className="grow trunc">{c.vendor.name}</b>
        <span className="num ink-3">{c.name}</span>
      </span>
      <span className="small ink-2">
        {caseStates[c.state]} since {moment(c.answered_at ?? c.sent_at, now)}
        {c.contact && c.state === 'sent' ? `, ${c.contact} has it` : ''}
      </span>
      {clock?.due_at && <span className="small ink-3">Promised by {moment(clock.due_at, now)}</span>}
      {c.reference ? (
        <span className="small ink-3 num">Their number {c.reference}</span>
      ) : (
        c.reference_hint &&
        c.can.change && (
          <Button size="small" icon="tag" onClick={() => onAsk(`vendor-number-${c.id}`)}>
            Is {c.reference_hint} their number?
          </Button>
        )
      )}
      <span>
        <Button size="small" onClick={() => onAsk(`vendor-case-${c.id}`)}>
          {plural(c.messages.length, 'message')}
        </Button>
      </span>
    </li>
  )
}
