import { Link } from '@tanstack/react-router'
import { useIncidents } from '../../api/majors'
import { sentenceOf } from '../../api/problem'
import type { IncidentLine } from '../../api/types'
import { Empty } from '../../parts/Empty'
import { Failed, Skeleton } from '../../parts/Surfaces'
import { PageHead } from '../../shell/PageHead'
import { plural } from '../../words/desk'
import { due, moment } from '../../words/time'
import { useNow } from '../../words/useNow'
import styles from './Incidents.module.css'

/** The major incidents that run, and those whose review is due. */
export function IncidentsScreen() {
  const lists = useIncidents()
  const now = useNow()
  return (
    <main className={`main ${styles.main}`} id="main">
      <PageHead title="Major incidents" count={lists.data?.running.length} />
      <div className={styles.scroll}>
        {lists.isError ? (
          <Failed sentence={sentenceOf(lists.error)} again={() => void lists.refetch()} />
        ) : lists.isPending ? (
          <Skeleton rows={3} shape="card" />
        ) : lists.data.running.length + lists.data.reviews.length === 0 ? (
          <Empty title="No major incident runs.">
            When many are hit by the same thing, declare it on the ticket that stands for it.
          </Empty>
        ) : (
          <>
            <Lines title="Running" list={lists.data.running} now={now} />
            <Lines title="Reviews due" list={lists.data.reviews} now={now} />
          </>
        )}
      </div>
    </main>
  )
}

function Lines({ title, list, now }: { title: string; list: IncidentLine[]; now: Date }) {
  if (list.length === 0) return null
  return (
    <section className={styles.group} aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {list.map((i) => (
          <li key={i.ref} className="card">
            <Link className={styles.line} to="/tickets/$ref" params={{ ref: i.ref }}>
              <span className="id">{i.ref}</span>
              <b className="grow trunc">{i.title}</b>
              <span className="ink-3">{i.lead.name} leads</span>
              <span className="ink-3">{plural(i.children, 'ticket')} below it</span>
              <span className={late(i, now) ? 'c-danger m' : 'ink-2'}>{until(i, now)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

const late = (i: IncidentLine, now: Date) => {
  const at = i.running ? i.next_by : i.review_due
  return at !== undefined && new Date(at) < now
}

function until(i: IncidentLine, now: Date): string {
  if (!i.running) return i.review_due ? `Review by ${due(i.review_due, now)}` : ''
  return i.next_by ? `Next word by ${due(i.next_by, now)}` : `Since ${moment(i.at, now)}`
}
