import type { ReactNode } from 'react'
import { useTimeline } from '../../api/queries'
import type { Entry, Handover } from '../../api/types'
import { Icon } from '../../parts/Icon'
import { capital, returnWord } from '../../words/desk'
import { moment } from '../../words/time'
import { beforeIt } from '../swarm/swarm-words'
import { bodyOf, sentenceOfEntry } from '../ticket/entry-words'
import { AskedBack } from './AskBack'
import styles from './Inbox.module.css'

/** The document of a handover, as its receiver reads it: asked, tried, evidence, guess, what lacks, the ask. */
export function Document({ handover: h, now }: { handover: Handover; now: Date }) {
  const missing = h.checklist.filter((c) => !c.done)
  return (
    <div className={styles.doc}>
      <AskedBack handover={h} now={now} />
      {beforeIt(h) && <p className="small ink-3">{beforeIt(h)}</p>}
      <div className={styles.paper}>
        {h.return && (
          <Block title="Returned" look={styles.miss}>
            <b>{capital(returnWord(h.return.reason))}</b>
            {h.return.missing && h.return.missing.length > 0 && `: ${h.return.missing.join('; ')}`}
            {h.return.team && `: ${h.return.team.name}`}
            {h.return.article && `: ${h.return.article}`}
            {h.return.duplicate_of && `: ${h.return.duplicate_of}`}
            <p>{h.return.note}</p>
          </Block>
        )}
        {h.summary && (
          <Block title="Asked">
            <p className={styles.text}>{h.summary}</p>
          </Block>
        )}
        {h.tried.length > 0 && (
          <Block title="Tried">
            <ul className={styles.tried}>
              {h.tried.map((t, i) => (
                <li key={i}>
                  <Icon name="check" className="c-ok" />
                  <span>
                    {t.text}
                    {t.result && <span className="ink-3">: {t.result}</span>}
                  </span>
                </li>
              ))}
            </ul>
          </Block>
        )}
        {h.evidence.length > 0 && (
          <Block title="Evidence">
            <Evidence handover={h} />
          </Block>
        )}
        {h.hypothesis && (
          <Block title="Hypothesis">
            <p className={styles.text}>{h.hypothesis}</p>
          </Block>
        )}
        {(missing.length > 0 || h.because) && !h.return && (
          <Block title="Missing" look={styles.miss}>
            {missing.map((c) => c.label).join('; ')}
            {h.because && (
              <p>
                {h.from.person?.name.split(' ')[0] ?? h.from.team.name} sent it all the same: “{h.because}”
              </p>
            )}
          </Block>
        )}
        <Block title="The ask" look={styles.ask}>
          <p className={`${styles.text} m`}>{h.ask}</p>
        </Block>
      </div>
      <Before ticketRef={h.ticket.ref} now={now} />
    </div>
  )
}

function Block({ title, look, children }: { title: string; look?: string; children: ReactNode }) {
  return (
    <section className={`${styles.blk} ${look ?? ''}`}>
      <h3>{title}</h3>
      <div>{children}</div>
    </section>
  )
}

/** Files to download, and what was said, quoted where it stands on the timeline. */
function Evidence({ handover: h }: { handover: Handover }) {
  const entries = useTimeline(h.ticket.ref).data ?? []
  const quotes = h.evidence.filter((e) => !e.file && e.seq !== undefined)
  return (
    <>
      <div className={styles.files}>
        {h.evidence.map((e, i) =>
          e.file ? (
            <a key={i} className={`att ${styles.att}`} href={`/api/v1/files/${e.file}`} download>
              <Icon name="file-text" />
              {e.label}
            </a>
          ) : null,
        )}
      </div>
      {quotes.map((q) => (
        <figure key={q.seq} className={styles.quote}>
          <figcaption>{q.label}</figcaption>
          {textOf(entries, q.seq)}
        </figure>
      ))}
    </>
  )
}

function textOf(entries: Entry[], seq: number | undefined): string {
  const entry = entries.find((e) => e.seq === seq)
  return entry ? bodyOf(entry) : ''
}

/** So many lines of what came before. */
const lines = 6

/** What came before, in a few lines. */
function Before({ ticketRef, now }: { ticketRef: string; now: Date }) {
  const entries = useTimeline(ticketRef).data ?? []
  if (entries.length === 0) return null
  const told = entries.length > lines ? [entries[0], ...entries.slice(1 - lines)] : entries
  return (
    <ol className={styles.before} aria-label="Before this">
      {told.map(
        (e) =>
          e && (
            <li key={e.id}>
              <time className="num" dateTime={e.at}>
                {moment(e.at, now)}
              </time>
              <span className="trunc">{lineOf(e)}</span>
            </li>
          ),
      )}
    </ol>
  )
}

function lineOf(e: Entry): string {
  const who = e.by.name.split(' ')[0] || 'The desk'
  const said = bodyOf(e)
  switch (e.kind) {
    case 'ticket.opened':
      return `${who} asked: ${said}`
    case 'message.replied':
      return `${who} wrote: ${said}`
    case 'message.noted':
      return `${who} noted: ${said || String(e.facts.step ?? '')}`
    case 'ticket.handed_over':
      return `${who} handed it over`
    case 'handover.returned':
      return `${who} returned it: ${returnWord(String(e.facts.reason ?? ''))}`
    case 'customer.told':
      return 'The customer was told'
    case 'ticket.resolved':
      return `${who} solved it`
    case 'lesson.given':
      return `${who} left a lesson`
    default:
      return sentenceOfEntry(e)
  }
}
