import type { ReactNode } from 'react'
import type { Box } from '../../api/queries'
import type { Handover, Me } from '../../api/types'
import { Spark } from '../../ladder/Spark'
import { useRungs } from '../../ladder/useRungs'
import { inWords } from '../../ladder/walk'
import { summaryOfHandover } from '../../ladder/wire'
import { Button } from '../../parts/Button'
import { hopOf } from '../../parts/HandoverCard'
import { Icon } from '../../parts/Icon'
import { Hop, Priority } from '../../parts/Marks'
import { Popover } from '../../parts/Overlays'
import { duration, moment } from '../../words/time'
import { AcceptClock } from './AcceptClock'
import foot from './Answer.module.css'
import { Aside } from './Aside'
import { AskBackForm } from './AskBack'
import type { Answering } from './answers'
import { Document } from './Document'
import styles from './Inbox.module.css'
import { ReturnForm } from './ReturnForm'

interface HandoverDetailProps {
  handover: Handover
  box: Box
  me: Me
  now: Date
  answering: Answering | undefined
  returning: boolean
  onReturning: (open: boolean) => void
  asking: boolean
  onAsking: (open: boolean) => void
  /** Brings the return form back after an undo. */
  onBack: () => void
  /** Back to the list, on a phone. */
  onClose: () => void
  answer: Verbs
}

export interface Verbs {
  accept: () => void
  withdraw: () => void
  open: () => void
  again: () => void
}

/** One handover: the document in the middle, what it lacks at the right, the answer below. */
export function HandoverDetail(props: HandoverDetailProps) {
  const { handover: h, me, now, onClose } = props
  const rungs = useRungs()
  return (
    <section className={styles.det} aria-label={`Handover ${h.ticket.ref}`}>
      <header className={styles.dh}>
        <div className={styles.dhTop}>
          <Button
            look="ghost"
            icon="chevron-left"
            label="Back to the list"
            className={styles.back}
            onClick={onClose}
          />
          <Hop {...hopOf(h)} />
          <Priority value={h.ticket.priority} />
          <span className="id m">{h.ticket.ref}</span>
          <span className="trunc">
            from <b>{h.from.person?.id === me.id ? 'you' : (h.from.person?.name ?? h.from.team.name)}</b>
            {h.from.rank >= 0 ? `, ${inWords(rungs, h.from.rank)}` : ''}, {moment(h.offered_at, now)}
          </span>
          <Spark walk={summaryOfHandover(h, rungs)} label={false} />
        </div>
        <div className={styles.dhName}>
          <h2>{h.ticket.subject}</h2>
          <AcceptClock handover={h} />
        </div>
      </header>
      <div className={styles.db}>
        <Document handover={h} now={now} />
        <Aside handover={h} me={me} />
      </div>
      <Answer {...props} />
    </section>
  )
}

/** The foot: what an answer does, and the answers. */
function Answer({
  handover: h,
  answering,
  returning,
  onReturning,
  asking,
  onAsking,
  onBack,
  answer,
}: HandoverDetailProps) {
  const customer = h.ticket.requester.name.split(' ')[0]
  const busy = answering?.state === 'busy'
  const sender = h.from.person?.name.split(' ')[0] ?? h.from.team.name
  if (!h.can.accept && !h.can.return)
    return (
      <footer className={foot.act}>
        <Said>{fateOf(h)}</Said>
        {h.can.withdraw && (
          <Button icon="corner-up-left" busy={busy} onClick={answer.withdraw}>
            Withdraw
          </Button>
        )}
        {h.return && (
          <Button icon="arrow-up-from-line" keys="E" onClick={answer.again}>
            Hand over again
          </Button>
        )}
        <Button look="primary" icon="arrow-right" keys="Enter" onClick={answer.open}>
          Open {h.ticket.ref}
        </Button>
      </footer>
    )
  return (
    <footer className={foot.act}>
      <Said>
        {answering?.sentence ??
          (h.told
            ? `${customer} was told already.`
            : `Accepting tells ${customer} and ${h.work ? `starts your ${duration(h.work)} clock` : 'makes it yours'}.`)}
      </Said>
      {h.can.withdraw && (
        <Button icon="corner-up-left" busy={busy} onClick={answer.withdraw}>
          Withdraw
        </Button>
      )}
      {h.can.ask_back && (
        <Popover
          title={`Ask ${sender} first`}
          side="top"
          open={asking}
          onOpenChange={onAsking}
          trigger={
            <Button icon="circle-help" keys="B">
              Ask back
            </Button>
          }
        >
          <AskBackForm handover={h} onDone={() => onAsking(false)} />
        </Popover>
      )}
      {h.can.return && (
        <Popover
          title={`Return to ${sender}, with a reason`}
          side="top"
          open={returning}
          onOpenChange={onReturning}
          trigger={
            <Button icon="corner-right-down" keys="Shift R">
              Return
            </Button>
          }
        >
          <ReturnForm handover={h} onDone={() => onReturning(false)} onBack={onBack} />
        </Popover>
      )}
      {h.can.accept && (
        <Button look="primary" icon="check" keys="A" busy={busy} onClick={answer.accept}>
          Accept
        </Button>
      )}
    </footer>
  )
}

const Said = ({ children }: { children: ReactNode }) => (
  <span className={`${foot.said} grow`}>{children}</span>
)

/** What became of it, in one line. */
function fateOf(h: Handover): ReactNode {
  const who = h.answered_by?.name ?? h.to.team.name
  switch (h.state) {
    case 'accepted':
      return (
        <>
          <Icon name="check" size="s" className="c-ok" /> {who} has taken it.
        </>
      )
    case 'returned':
      return (
        <>
          <Icon name="corner-right-down" size="s" className="c-warn" /> {who} returned it.
        </>
      )
    case 'withdrawn':
      return 'The offer was taken back.'
    case 'expired':
      return (
        <>
          <Icon name="alarm-clock" size="s" className="c-warn" /> {h.to.person?.name ?? h.to.team.name} did
          not answer in time.
        </>
      )
    case 'swarmed':
      return (
        <>
          <Icon name="users-round" size="s" className="c-accent" /> It would have been the third crossing:
          both teams look at it together.
        </>
      )
    default:
      return `Offered to ${h.to.person?.name ?? h.to.team.name}, not yet taken.`
  }
}
