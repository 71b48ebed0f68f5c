import { useTakers } from '../../api/handovers'
import type { Handover, Me } from '../../api/types'
import { Avatar } from '../../parts/Avatar'
import { Icon } from '../../parts/Icon'
import { LoadPips, Tag } from '../../parts/Marks'
import { Panel } from '../../parts/Surfaces'
import { reasonWord } from '../../words/desk'
import styles from './Inbox.module.css'

/** Beside the document: how complete it is, why it came, who fits, and what the customer reads. */
export function Aside({ handover: h, me }: { handover: Handover; me: Me }) {
  const done = h.checklist.filter((c) => c.done).length
  const customer = h.ticket.requester.name.split(' ')[0]
  return (
    <aside className={styles.ds} aria-label="Handover check">
      {h.checklist.length > 0 && (
        <Panel
          title="Complete"
          aside={
            <span className="num">
              {done} of {h.checklist.length}
            </span>
          }
        >
          <ul className={styles.cl}>
            {h.checklist.map((c) => (
              <li key={c.id} className={c.done ? undefined : styles.no}>
                <Icon
                  name={c.done ? 'check' : 'circle-dashed'}
                  className={c.done ? 'c-ok' : ''}
                  label={c.done ? 'done' : 'missing'}
                />
                {c.label}
              </li>
            ))}
          </ul>
        </Panel>
      )}
      <Panel title={h.direction === 'up' ? 'Why it came up' : 'Why it came'}>
        <div className={styles.files}>
          {h.reasons.map((r) => (
            <Tag key={r} icon={reasonWord(r).icon}>
              {reasonWord(r).text}
            </Tag>
          ))}
        </div>
        {h.stay_contact && h.from.person && (
          <p className={styles.aside}>
            {h.from.person.name.split(' ')[0]} stays {customer}’s contact.
          </p>
        )}
      </Panel>
      {h.state === 'offered' && <Takers handover={h} me={me} />}
      {(h.told || h.state === 'offered') && (
        <Panel title={h.told ? `What ${customer} was told` : `${customer} reads, once it is taken`} last>
          <p className={styles.words}>{h.told ?? h.customer_message}</p>
        </Panel>
      )}
    </aside>
  )
}

/** Who of the team fits, the best first. */
function Takers({ handover: h, me }: { handover: Handover; me: Me }) {
  const people = useTakers(h.ticket.ref, h.to.team.id).data?.items.filter((c) => c.person) ?? []
  if (people.length === 0) return null
  return (
    <Panel title="Who fits">
      <ul className={styles.who}>
        {people.slice(0, 4).map((c) => (
          <li key={c.person?.id}>
            <Avatar name={c.person?.name} presence={c.person?.presence} />
            <span className="grow">
              <b>{c.person?.id === me.id ? 'You' : c.person?.name}</b>
              <br />
              <span className="ink-3">
                {c.reasons
                  .filter((r) => r.kind !== 'load')
                  .map((r) => r.text)
                  .slice(0, 2)
                  .join(', ')}
              </span>
            </span>
            {c.load && <LoadPips load={c.load} />}
          </li>
        ))}
      </ul>
    </Panel>
  )
}
