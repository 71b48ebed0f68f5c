import type { ReactNode } from 'react'
import type { Handover } from '../api/types'
import { reasonWord, returnWord } from '../words/desk'
import { span } from '../words/time'
import styles from './HandoverCard.module.css'
import { Icon } from './Icon'
import { CompleteTag, Hop, type HopKind, Tag } from './Marks'

/** How a handover is drawn: solid up, outlined down with a result, amber when it came back. */
export function hopOf(h: Handover): { from: number; to: number; kind: HopKind } {
  const rank = (side: Handover['from']) => (side.team.kind === 'project' ? -1 : side.rank)
  const [from, to] = [rank(h.from), rank(h.to)]
  if (h.state === 'returned') return { from: to, to: from, kind: 'back' }
  // What became a swarm went nowhere; it is drawn as what it would have been.
  return { from, to, kind: h.direction === 'swarm' ? 'sideways' : h.direction }
}

/** "Tobin → Mara, taken in 4 m". */
function fate(h: Handover): string {
  if (h.state === 'offered') return 'offered, not yet taken'
  if (h.state === 'withdrawn') return 'taken back'
  if (h.state === 'swarmed') return 'became a swarm'
  const after = h.answered_at ? span((Date.parse(h.answered_at) - Date.parse(h.offered_at)) / 1000) : ''
  if (h.state === 'expired') return `nobody answered in ${after}`
  return h.state === 'accepted' ? `taken in ${after}` : `returned after ${after}`
}

const first = (name: string | undefined, team: string) => (name ? (name.split(' ')[0] ?? name) : team)

/** The document that goes with a ticket to the next people: asked, tried, evidence, hypothesis, and the ask. */
export function HandoverCard({ handover: h, told }: { handover: Handover; told?: ReactNode }) {
  const done = h.checklist.filter((c) => c.done).length
  const receiver = h.answered_by?.name ?? h.to.person?.name
  return (
    <article
      className={`card ${styles.hand} ${h.state === 'offered' ? styles.offered : ''}`}
      aria-label={`Handover from ${h.from.team.name} to ${h.to.team.name}`}
    >
      <div className={styles.head}>
        <Hop {...hopOf(h)} />
        <b>Handover</b>
        <span className="ink-3 trunc">
          {first(h.from.person?.name, h.from.team.name)} <Icon name="arrow-right" size="xs" label="to" />{' '}
          {first(receiver, h.to.team.name)}, {fate(h)}
        </span>
        <span className="grow" />
        {(h.reasons.length > 0 ? h.reasons : [h.reason]).filter(Boolean).map((r) => (
          <Tag key={r} icon={reasonWord(r).icon}>
            {reasonWord(r).text}
          </Tag>
        ))}
        {h.checklist.length > 0 && (
          <CompleteTag done={done} of={h.checklist.length} enough={h.completeness >= h.threshold} />
        )}
      </div>
      {h.return && (
        <p className={styles.back}>
          <b>Returned</b>, {returnWord(h.return.reason)}
          {h.return.missing && h.return.missing.length > 0 ? ` (${h.return.missing.join(', ')})` : ''}.{' '}
          {h.return.note}
        </p>
      )}
      <dl className={styles.body}>
        {h.summary && <Part title="Asked">{h.summary}</Part>}
        {h.tried.length > 0 && (
          <Part title="Tried">
            {h.tried.map((t, i) => (
              <span key={i} className={styles.tried}>
                {t.result ? `${t.text}: ${t.result}` : t.text}
              </span>
            ))}
          </Part>
        )}
        {h.evidence.length > 0 && (
          <Part title="Evidence">
            <span className={styles.files}>
              {h.evidence.map((e, i) =>
                e.file ? (
                  <a key={i} className="att" href={`/api/v1/files/${e.file}`}>
                    <Icon name="file-text" />
                    {e.label}
                  </a>
                ) : (
                  <span key={i} className="att">
                    <Icon name="corner-down-right" />
                    {e.label}
                  </span>
                ),
              )}
            </span>
          </Part>
        )}
        {h.hypothesis && <Part title="Hypothesis">{h.hypothesis}</Part>}
        {h.because && <Part title="Goes although it is thin">{h.because}</Part>}
      </dl>
      {h.ask && (
        <div className={styles.ask}>
          <Icon name="circle-help" />
          <span className="grow">
            <b>The ask</b> {h.ask}
          </span>
          {told}
        </div>
      )}
    </article>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <dt>{title}</dt>
      <dd>{children}</dd>
    </div>
  )
}
