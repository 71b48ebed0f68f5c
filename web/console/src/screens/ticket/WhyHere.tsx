import { useState } from 'react'
import { sentenceOf } from '../../api/problem'
import { useWhy } from '../../api/routing'
import type { Decision, Reason, Verdict } from '../../api/routing-types'
import type { Ticket } from '../../api/types'
import { Avatar } from '../../parts/Avatar'
import { Button } from '../../parts/Button'
import { Icon } from '../../parts/Icon'
import { Failed, Panel, Skeleton } from '../../parts/Surfaces'
import { moment } from '../../words/time'
import { Chooser } from '../settings/parts/Chooser'
import { useAgentChoices } from '../settings/parts/choices'
import styles from './WhyHere.module.css'

/** Why the ticket is where it is, and why it is not with somebody else: asked, never in the way. */
export function WhyHere({ ticket, now }: { ticket: Ticket; now: Date }) {
  const [open, setOpen] = useState(false)
  const [person, setPerson] = useState('')
  const answer = useWhy(ticket.ref, person, open)
  const why = answer.data
  return (
    <Panel>
      <details className={styles.why} onToggle={(e) => setOpen(e.currentTarget.open)}>
        <summary>
          <Icon name="chevron-right" size="xs" />
          Why here?
        </summary>
        {answer.isError ? (
          <Failed sentence={sentenceOf(answer.error)} again={() => void answer.refetch()} />
        ) : !why ? (
          <Skeleton rows={2} shape="line" />
        ) : (
          <>
            {why.placements.length === 0 && (
              <p className="small ink-3">Nothing is on record: it was placed before reasons were kept.</p>
            )}
            <ol className={styles.list}>
              {why.placements.map((d, i) => (
                <Placed key={d.id} decision={d} now={now} first={i === 0} />
              ))}
            </ol>
            {why.verdict && person !== '' && (
              <Stands verdict={why.verdict} stale={answer.isPlaceholderData} onClear={() => setPerson('')} />
            )}
            <Chooser
              text="Why not …?"
              label="Why not with a colleague"
              useChoices={useAgentChoices}
              taken={[person]}
              onPick={(c) => setPerson(c.id)}
            />
          </>
        )}
      </details>
    </Panel>
  )
}

function Placed({ decision: d, now, first }: { decision: Decision; now: Date; first: boolean }) {
  return (
    <li>
      <p className={styles.head}>
        <b className="grow">{d.person ? d.person.name : d.team.name}</b>
        <span className="ink-3">{moment(d.at, now)}</span>
      </p>
      <p className="ink-2">{d.because}</p>
      {first && d.rejected.length > 0 && (
        <details className={styles.not}>
          <summary>
            <Icon name="chevron-right" size="xs" />
            Why no other
          </summary>
          <ul>
            {d.rejected.map((r) => (
              <li key={`${r.team?.id ?? ''} ${r.person?.id ?? ''} ${r.text}`}>
                <b>{r.person?.name ?? r.team?.name}</b> <span className="ink-3">{r.text}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {first && d.ranked.length > 1 && (
        <p className="ink-3">
          Before {d.ranked.length - 1 === 1 ? 'one other' : `${d.ranked.length - 1} others`} who could have
          had it.
        </p>
      )}
    </li>
  )
}

interface StandsProps {
  verdict: Verdict
  stale: boolean
  onClear: () => void
}

/** How somebody stands to the ticket now, in words. */
function Stands({ verdict: v, stale, onClear }: StandsProps) {
  return (
    <section className={styles.verdict} aria-live="polite" aria-busy={stale} aria-label={v.person.name}>
      <p className={styles.head}>
        <Avatar name={v.person.name} presence={v.person.presence} size="s" />
        <b className="grow">{v.person.name}</b>
        <Button look="ghost" size="small" icon="x" label="Ask no more" onClick={onClear} />
      </p>
      <p>{sentence(v)}</p>
      <Reasons list={v.may ? v.reasons : v.causes} no={!v.may} />
    </section>
  )
}

function sentence(v: Verdict): string {
  if (v.may && v.place === 1) return 'Would be the first to be given it now.'
  if (v.may) return `Could be given it: number ${v.place} of ${v.of} now.`
  if (v.asked) return 'Is not given it now, but may be asked by name:'
  return 'Cannot have it:'
}

function Reasons({ list, no }: { list: Reason[]; no: boolean }) {
  return (
    <ul>
      {list.map((r) => (
        <li key={r.kind + r.text}>
          <Icon name={no ? 'circle-slash' : 'check'} size="xs" /> {r.text}
        </li>
      ))}
    </ul>
  )
}
