import { Link } from '@tanstack/react-router'
import type { Major } from '../../../api/major-types'
import type { Ticket } from '../../../api/types'
import { Button } from '../../../parts/Button'
import { Icon } from '../../../parts/Icon'
import { KV, Panel } from '../../../parts/Surfaces'
import { plural, stateWord } from '../../../words/desk'
import { due, moment } from '../../../words/time'
import styles from './Major.module.css'

interface PanelProps {
  ticket: Ticket
  now: Date
  onAsk: (what: string) => void
}

/** What a ticket has to do with a major incident, and what is planned for it. */
export function MajorPanels(props: PanelProps) {
  const { major, incident, plan } = props.ticket
  return (
    <>
      {major && <MajorPanel {...props} major={major} />}
      {incident && (
        <Panel title="Part of a major incident">
          <p className="small">
            <Link className="link" to="/tickets/$ref" params={{ ref: incident.ref }}>
              {incident.ref}
            </Link>{' '}
            {incident.title}
          </p>
          <p className="small ink-3">
            {incident.running
              ? `Runs since ${moment(incident.at, props.now)}${incident.next_by ? `; next word by ${due(incident.next_by, props.now)}` : ''}.`
              : 'It is over.'}
          </p>
        </Panel>
      )}
      {plan && props.ticket.state !== 'resolved' && props.ticket.state !== 'closed' && (
        <Panel title="Planned work" aside={due(plan.on, props.now)}>
          <p className="small">{plan.what}</p>
          <p className="small ink-3">
            {plan.by.name} proposed the day.{' '}
            {plan.waiting ? 'It waits until then, and wakes by itself.' : 'It does not wait any more.'}
          </p>
          {props.ticket.can.plan && (
            <div className={styles.verbs}>
              <Button size="small" icon="square-kanban" onClick={() => props.onAsk('plan')}>
                Another day
              </Button>
            </div>
          )}
        </Panel>
      )}
    </>
  )
}

function MajorPanel({ ticket, major, now, onAsk }: PanelProps & { major: Major }) {
  const open = major.children.filter((c) => c.state !== 'resolved' && c.state !== 'closed')
  const late = major.next_by !== undefined && new Date(major.next_by) < now
  const may = ticket.can.run_major
  return (
    <Panel
      title={
        <span className={styles.head}>
          <Icon name="triangle-alert" size="s" className={major.running ? 'c-danger' : undefined} />
          Major incident
        </span>
      }
      aside={major.running ? `since ${moment(major.at, now)}` : 'over'}
    >
      <p className={styles.title}>{major.title}</p>
      <KV
        items={[
          { key: 'Lead', value: major.lead.name },
          { key: 'Told last', value: major.told_at ? moment(major.told_at, now) : 'Nobody yet' },
          ...(major.running && major.next_by
            ? [
                {
                  key: 'Next word by',
                  value: <span className={late ? 'c-danger m' : undefined}>{due(major.next_by, now)}</span>,
                },
              ]
            : []),
          ...(major.over_at ? [{ key: 'Over since', value: moment(major.over_at, now) }] : []),
          ...(major.reviewed_at
            ? [{ key: 'Reviewed', value: moment(major.reviewed_at, now) }]
            : major.review_due
              ? [{ key: 'Review due', value: due(major.review_due, now) }]
              : []),
        ]}
      />
      {may && (
        <div className={styles.verbs}>
          {(major.running || open.length > 0) && (
            <>
              <Button size="small" look="primary" icon="send" onClick={() => onAsk('tell-all')}>
                Tell all
              </Button>
              <Button size="small" icon="link-2" onClick={() => onAsk('children')}>
                Add tickets
              </Button>
            </>
          )}
          {major.running && (
            <Button size="small" icon="circle-check" onClick={() => onAsk('stand-down')}>
              Stand down
            </Button>
          )}
          {!major.running && (
            <Button size="small" icon="list-checks" onClick={() => onAsk('review')}>
              {major.reviewed_at ? 'Review again' : 'Review'}
            </Button>
          )}
        </div>
      )}
      <p className="small ink-3">
        {major.children.length === 0
          ? 'No other ticket is linked yet.'
          : `${plural(major.children.length, 'ticket')} below it, ${open.length} open.`}
      </p>
      <ul className={styles.children}>
        {major.children.map((c) => (
          <li key={c.ref}>
            <Link className="trunc grow" to="/tickets/$ref" params={{ ref: c.ref }}>
              <span className="id">{c.ref}</span> {c.subject}
            </Link>
            <span className="ink-3">{c.organisation.name}</span>
            <span className={open.includes(c) ? 'ink-3' : 'c-ok m'}>{stateWord(c.state)}</span>
          </li>
        ))}
      </ul>
      {major.review && (
        <div className={styles.review}>
          <b>What was learnt</b>
          <p>{major.review.happened}</p>
          <p>Cause: {major.review.cause}</p>
          {major.review.went_well && <p>Went well: {major.review.went_well}</p>}
          {major.review.went_badly && <p>Went badly: {major.review.went_badly}</p>}
          {major.review.actions.length > 0 && (
            <ul>
              {major.review.actions.map((a) => (
                <li key={a}>{a}</li>
              ))}
            </ul>
          )}
        </div>
      )}
    </Panel>
  )
}
