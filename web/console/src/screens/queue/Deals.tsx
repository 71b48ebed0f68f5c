import { Link } from '@tanstack/react-router'
import { useAsked } from '../../api/shifts'
import type { Row } from '../../api/types'
import { Button } from '../../parts/Button'
import { Icon } from '../../parts/Icon'
import { Priority } from '../../parts/Marks'
import { clock } from '../../words/time'
import styles from './Queue.module.css'
import { useNextOne, useYesNo } from './useDeals'

/** Tickets that I am asked to take, over my work: a yes, or the next one is asked. */
export function Asked() {
  const rows = useAsked().data ?? []
  if (rows.length === 0) return null
  return (
    <ul className={styles.asked} aria-label="Will you take it?">
      {rows.map((r) => (
        <Ask key={r.ref} row={r} />
      ))}
    </ul>
  )
}

function Ask({ row }: { row: Row }) {
  const answer = useYesNo(row.ref)
  const down = row.deal?.down
  return (
    <li>
      <Icon name="inbox" size="s" className="c-accent" />
      <Priority value={row.priority} />
      <span className="grow trunc">
        Will you take{' '}
        <Link to="/tickets/$ref" params={{ ref: row.ref }}>
          {row.ref} {row.subject}
        </Link>
        ?{down && <span className="ink-2"> Helping {row.team.name} out.</span>}
      </span>
      {row.deal && <span className="ink-2">until {clock(row.deal.until)}</span>}
      <Button size="small" busy={answer.isPending} onClick={() => answer.mutate('decline')}>
        Decline
      </Button>
      <Button
        size="small"
        look="primary"
        icon="check"
        label={`Take ${row.ref}`}
        busy={answer.isPending}
        onClick={() => answer.mutate('take')}
      >
        Take
      </Button>
    </li>
  )
}

/** The pull: the desk gives me what I should do now, or says why it does not. */
export function NextOne() {
  const next = useNextOne()
  return (
    <Button
      size="small"
      icon="arrow-down-to-line"
      keys="Shift N"
      busy={next.isPending}
      onClick={() => next.mutate()}
    >
      Give me the next one
    </Button>
  )
}
