import type { KnowledgeMap } from '../../api/routing-types'
import { Icon } from '../../parts/Icon'
import { plural } from '../../words/desk'
import { dayOf } from './Grid'
import styles from './KnowHow.module.css'

/** The certificates that lapse within 30 days, and those that lately did. */
export function Lapsing({ map }: { map: KnowledgeMap }) {
  return (
    <section className={styles.risk} aria-labelledby="lapsing">
      <h2 id="lapsing">
        <Icon name="badge-alert" size="s" /> Certificates that lapse within 30 days
      </h2>
      {map.lapsing.length === 0 && <p className="small ink-3">None.</p>}
      <ul>
        {map.lapsing.map((l) => (
          <li key={l.person.id + l.certification}>
            <b>{l.person.name}</b>
            <span className="grow trunc ink-2">{l.name}</span>
            <span className={l.days < 0 ? 'c-danger' : l.days < 15 ? 'c-warn' : 'ink-2'}>
              {l.days < 0 ? `lapsed ${dayOf(l.expires_at)}` : left(l.days)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

const left = (days: number) => (days === 0 ? 'today' : `in ${plural(days, 'day')}`)

/** What hangs on one person, what work demands first. */
export function Singles({ map }: { map: KnowledgeMap }) {
  const name = (id: string) => map.people.find((p) => p.id === id)?.name ?? ''
  const skills = map.skills
    .filter((s) => s.single)
    .map((s) => ({ id: s.id, text: s.path, who: s.holders[0]?.person ?? '', needed: s.needed }))
  const papers = map.certifications
    .filter((c) => c.single)
    .map((c) => ({
      id: c.id,
      text: c.name,
      who: c.holders.find((h) => h.valid)?.person ?? '',
      needed: c.needed,
    }))
  const all = [...skills, ...papers].sort((a, b) => Number(b.needed) - Number(a.needed))
  return (
    <section className={styles.risk} aria-labelledby="singles">
      <h2 id="singles">
        <Icon name="circle-user-round" size="s" /> Known by one person alone
      </h2>
      {all.length === 0 && <p className="small ink-3">Nothing: everything is known by two or more.</p>}
      <ul>
        {all.map((s) => (
          <li key={s.id}>
            <b>{name(s.who)}</b>
            <span className="grow trunc ink-2">{s.text}</span>
            {s.needed && <span className="c-warn">work demands it</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
