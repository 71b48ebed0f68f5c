import { Link } from '@tanstack/react-router'
import { useIncidents } from '../api/majors'
import { Icon } from '../parts/Icon'
import { due, moment } from '../words/time'
import { useNow } from '../words/useNow'
import styles from './Incidents.module.css'

/** More than two lines would hide the work that ends them. */
const shown = 2

/** A line over every screen while a major incident runs. */
export function IncidentBanner() {
  const running = useIncidents().data?.running ?? []
  const now = useNow()
  return (
    <div role="status" className={styles.all}>
      {running.slice(0, shown).map((i) => (
        <Link key={i.ref} className={styles.line} to="/tickets/$ref" params={{ ref: i.ref }}>
          <Icon name="triangle-alert" size="s" className="c-danger" />
          <b className="trunc">{i.title}</b>
          <span className={`${styles.more} trunc`}>
            Major incident {i.ref} since {moment(i.at, now)}. {i.lead.name} leads.{' '}
            {i.next_by &&
              (new Date(i.next_by) < now
                ? `Word was due by ${due(i.next_by, now)}.`
                : `Next word by ${due(i.next_by, now)}.`)}
          </span>
        </Link>
      ))}
      {running.length > shown && (
        <Link className={styles.line} to="/incidents">
          {running.length - shown} more
        </Link>
      )}
    </div>
  )
}
