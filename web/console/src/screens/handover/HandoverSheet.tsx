import { useRef, useState } from 'react'
import { sentenceOf } from '../../api/problem'
import type { Me, Ticket } from '../../api/types'
import { useKeys } from '../../keys/keys'
import { Spark } from '../../ladder/Spark'
import { walkOf } from '../../ladder/wire'
import { Button } from '../../parts/Button'
import { Icon } from '../../parts/Icon'
import { CompleteTag } from '../../parts/Marks'
import { Sheet } from '../../parts/Overlays'
import { Failed, Skeleton } from '../../parts/Surfaces'
import { useNow } from '../../words/useNow'
import { ClocksAhead } from './ClocksAhead'
import { beside, type Lack, lackWords, wireOf } from './form-state'
import styles from './Handover.module.css'
import { HandoverForm } from './HandoverForm'
import { jumpTo } from './jump'
import { makeOffer } from './offer'
import { Recipients } from './Recipients'
import { type SheetState, useSheet } from './useSheet'
import { makerRank, WhereTo } from './WhereTo'
import { nameOf, targetOf } from './who'

interface HandoverSheetProps {
  ticket: Ticket
  me: Me
  onClose: () => void
  /** To look at it together instead. */
  onTogether: () => void
  /** To send it to its maker, on the top rung. */
  onMaker: () => void
  /** Brings this sheet back after an undo. */
  onReopen: () => void
}

/** The hand-over sheet: where to, to whom, and the document that goes with it. */
export default function HandoverSheet({
  ticket,
  me,
  onClose,
  onTogether,
  onMaker,
  onReopen,
}: HandoverSheetProps) {
  const sheet = useSheet(ticket)
  const now = useNow()
  const where = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const [searching, setSearching] = useState(false)
  const sending = useSending(ticket, sheet, onClose, onReopen)
  const find = () => {
    setSearching(true)
    requestAnimationFrame(() => search.current?.focus())
  }
  // Instead of giving it away: others look at it, and it stays.
  const together = () => {
    if (ticket.can.swarm || ticket.can.join_swarm) onTogether()
  }
  const makers = ticket.can.send_to_vendor ? onMaker : undefined
  const pick = (rank: number) => {
    if (sheet.ranks.has(rank)) sheet.pickRank(rank)
    else if (rank === makerRank) makers?.()
  }
  const jump = (seq: number) => {
    onClose()
    jumpTo(seq)
  }
  useKeys(
    {
      ...Object.fromEntries([0, 1, 2, 3, 4].map((rank) => [String(rank), () => pick(rank)])),
      P: () => sheet.ranks.has(beside) && sheet.pickRank(beside),
      W: together,
      '/': find,
      'Ctrl Enter': () => void sending.send(),
    },
    'sheet',
  )
  const offered = {
    ...walkOf(ticket, now),
    offer: sheet.target && sheet.target.rank >= 0 ? sheet.target.rank : null,
  }
  return (
    <Sheet
      open
      size="wide"
      icon="arrow-up-from-line"
      title={`Hand over ${ticket.ref}`}
      initialFocus={where}
      onClose={onClose}
      head={
        <>
          <span className="ink-3 trunc">{ticket.subject}</span>
          <Spark walk={offered} />
          {sheet.kept.keptAt && <span className={`small ink-3 nowrap ${styles.kept}`}>Draft kept</span>}
        </>
      }
      foot={<Foot ticket={ticket} me={me} sheet={sheet} sending={sending} />}
    >
      <div className={styles.cols}>
        <section ref={where} className={styles.col} aria-label="Where to" tabIndex={-1}>
          <WhereTo
            sheet={sheet}
            here={ticket.level.rank}
            onMaker={makers}
            onTogether={ticket.can.swarm || ticket.can.join_swarm ? onTogether : undefined}
          />
        </section>
        <section className={styles.col} aria-label="Who can take it">
          <Recipients sheet={sheet} searchRef={search} searching={searching} onSearch={find} />
        </section>
        <section className={styles.col} aria-label="Handover">
          <FormHead sheet={sheet} />
          <InTheWay sheet={sheet} />
          {sheet.form ? (
            <HandoverForm
              ticket={ticket}
              sheet={sheet}
              form={sheet.form}
              receiver={receiverOf(sheet).team}
              now={now}
              error={sending.error}
              onJump={jump}
            />
          ) : sheet.failed ? (
            <Failed sentence={sentenceOf(sheet.failed)} again={sheet.again} />
          ) : (
            <Skeleton rows={5} shape="card" />
          )}
        </section>
      </div>
    </Sheet>
  )
}

/** Whom it is for, in words: a person by first name, or a team. */
function receiverOf(sheet: SheetState) {
  const { target } = sheet
  const line = sheet.list.find((l) => {
    const to = targetOf(l)
    return to !== null && to.team === target?.team && to.person === target.person
  })
  const team = sheet.teams.find((t) => t.id === target?.team)?.name ?? ''
  const person = line?.kind === 'person' ? nameOf(line) : ''
  return { team, person, short: person ? (person.split(' ')[0] ?? person) : team }
}

function FormHead({ sheet }: { sheet: SheetState }) {
  const { said } = sheet
  const missing = said?.checklist.filter((c) => !c.done) ?? []
  return (
    <h3 className={styles.colHead}>
      Handover
      {said && said.checklist.length > 0 && (
        <CompleteTag
          done={said.checklist.length - missing.length}
          of={said.checklist.length}
          enough={!sheet.thin}
        />
      )}
      <span className={`${styles.aside} trunc`} aria-live="polite">
        {said &&
          (missing.length === 0
            ? 'filled from the timeline; complete'
            : `filled from the timeline; ${missing.length === 1 ? `missing: ${missing[0]?.label}` : `${missing.length} points are missing`}`)}
      </span>
    </h3>
  )
}

/** What comes of sending it as it is: both teams look at it, or the desk refuses. */
function InTheWay({ sheet }: { sheet: SheetState }) {
  const why = sheet.said?.barred ?? sheet.said?.swarm
  if (!why) return null
  return (
    <p className={styles.way} role="status">
      <Icon name={sheet.said?.barred ? 'circle-slash' : 'bounce'} size="s" />
      {why}
    </p>
  )
}

interface Sent {
  send: () => Promise<void>
  busy: boolean
  /** The field that stops it. */
  error: Lack | null
  refused: string
}

/** useSending sends the sheet, or says what is still missing. */
function useSending(ticket: Ticket, sheet: SheetState, onClose: () => void, onReopen: () => void): Sent {
  const [busy, setBusy] = useState(false)
  const [tried, setTried] = useState(false)
  const [refused, setRefused] = useState('')
  const send = async () => {
    const { form, target, lack } = sheet
    if (!form || busy) return
    setTried(true)
    setRefused('')
    if (lack || !target) {
      showLack(lack ?? 'team')
      return
    }
    setBusy(true)
    const { person, team } = receiverOf(sheet)
    const snapshot = sheet.snapshot()
    try {
      await makeOffer({
        ref: ticket.ref,
        form: wireOf(form, target),
        to: person || team,
        snapshot,
        reopen: onReopen,
      })
      sheet.kept.clear()
      onClose()
    } catch (err) {
      setRefused(sentenceOf(err))
    } finally {
      setBusy(false)
    }
  }
  return { send, busy, error: tried ? sheet.lack : null, refused }
}

/** The first empty field comes into view and takes the keyboard. */
function showLack(lack: Lack) {
  const places: Record<Lack, string> = {
    team: '[role=radiogroup][aria-label=Recipient] [role=radio]',
    reason: 'dialog fieldset button',
    ask: 'dialog textarea[name=ask]',
    because: 'dialog textarea[name=because]',
  }
  document.querySelector<HTMLElement>(places[lack])?.focus()
}

interface FootProps {
  ticket: Ticket
  me: Me
  sheet: SheetState
  sending: Sent
}

/** What happens when it is sent, and the one primary button. */
function Foot({ ticket, me, sheet, sending }: FootProps) {
  const to = receiverOf(sheet)
  const owner = !ticket.assignee
    ? `${ticket.team.name} owns it`
    : ticket.assignee.id === me.id
      ? 'You own it'
      : `${ticket.assignee.name} owns it`
  const they = to.person ? to.short : 'they'
  const first = ticket.requester.name.split(' ')[0]
  const clocks = sheet.said?.clocks
  const happens =
    ticket.priority === 1
      ? `Priority 1: it is theirs at once, and ${first} is told now.`
      : clocks?.own && owner.startsWith('You ')
        ? `Your own clock stops when ${they} ${to.person ? 'accepts' : 'accept'}.`
        : `${owner} until ${they} ${to.person ? 'takes' : 'take'} it.`
  return (
    <>
      <ClocksAhead clocks={clocks} />
      {clocks?.accept && <span className="grow" />}
      <p className={`${styles.happens} ${clocks?.accept ? styles.sideways : ''}`}>{happens} Undo for 10 s.</p>
      {!clocks?.accept && <span className="grow" />}
      {(sending.refused || sending.error) && (
        <p className={`err ${styles.refused}`} role="alert">
          <Icon name="circle-alert" size="xs" />
          {sending.refused || (sending.error && lackWords[sending.error])}
        </p>
      )}
      <Button
        look="primary"
        size="big"
        icon="arrow-up-from-line"
        keys="Ctrl Enter"
        busy={sending.busy}
        onClick={() => void sending.send()}
      >
        Hand over{to.short ? ` to ${to.short}` : ''}
      </Button>
    </>
  )
}
