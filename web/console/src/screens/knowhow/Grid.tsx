import type { KnowledgeMap, PaperRow, SkillRow } from '../../api/routing-types'
import type { PersonBrief } from '../../api/types'
import { Avatar } from '../../parts/Avatar'
import { Icon } from '../../parts/Icon'
import styles from './KnowHow.module.css'

const gradeWords = ['', 'knows of it', 'with help', 'alone', 'teaches it', 'expert']

/** Skills and certifications by people: a number is a grade, a badge a certificate. */
export function Grid({ map }: { map: KnowledgeMap }) {
  if (map.skills.length + map.certifications.length === 0)
    return <p className="ink-3">No skill and nobody by that name.</p>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, and arrow keys scroll only what has the focus.
    <section className={styles.wide} tabIndex={0} aria-label="Who knows what, by people">
      <table className={styles.grid}>
        <caption className="sr">Skills and certificates by people</caption>
        <thead>
          <tr>
            <td />
            {map.people.map((p) => (
              <th key={p.id} scope="col">
                <Avatar name={p.name} presence={p.presence} size="s" />
                <span className={styles.person}>{p.name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {map.skills.map((s) => (
            <SkillLine key={s.id} skill={s} people={map.people} />
          ))}
          {map.certifications.map((c) => (
            <PaperLine key={c.id} paper={c} people={map.people} />
          ))}
        </tbody>
      </table>
    </section>
  )
}

function SkillLine({ skill: s, people }: { skill: SkillRow; people: PersonBrief[] }) {
  return (
    <tr>
      <th scope="row">
        <span className={styles.what}>
          <span className="trunc" title={s.name}>
            {s.path}
          </span>
          {s.single && <Alone />}
        </span>
      </th>
      {people.map((p) => {
        const held = s.holders.find((h) => h.person === p.id)
        return (
          <td key={p.id}>
            {held && (
              <span
                className={`${styles.grade} ${styles[`g${held.grade}`] ?? ''}`}
                title={`${p.name}: ${held.grade} of 5, ${gradeWords[held.grade]}${held.wants ? '; wants to grow' : ''}`}
              >
                {held.grade}
                {held.wants && <Icon name="trending-up" size="xs" />}
              </span>
            )}
          </td>
        )
      })}
    </tr>
  )
}

function PaperLine({ paper: c, people }: { paper: PaperRow; people: PersonBrief[] }) {
  return (
    <tr>
      <th scope="row">
        <span className={styles.what}>
          <Icon name="badge-check" size="xs" />
          <span className="trunc">{c.name}</span>
          {c.single && <Alone />}
        </span>
      </th>
      {people.map((p) => {
        const held = c.holders.find((h) => h.person === p.id)
        return (
          <td key={p.id}>
            {held && (
              <span className={held.valid ? 'c-ok' : 'c-danger'} title={`${p.name}: ${proofWords(held)}`}>
                <Icon name={held.valid ? 'badge-check' : 'badge-alert'} size="s" />
                <span className="sr">{proofWords(held)}</span>
              </span>
            )}
          </td>
        )
      })}
    </tr>
  )
}

const Alone = () => (
  <span className="tag warn" title="One person alone: when they are ill, nobody can.">
    one
  </span>
)

const proofWords = (p: PaperRow['holders'][number]) =>
  `${p.valid ? 'valid' : 'not valid'}${p.expires_at ? `, to ${dayOf(p.expires_at)}` : ''}`

/** A day as a certificate names it. */
export const dayOf = (at: string) =>
  new Date(at).toLocaleDateString('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })
