import type { ReactNode } from 'react'
import type { Entry, FileBrief, Handover, Me, Ticket } from '../../api/types'
import { Avatar } from '../../parts/Avatar'
import { HandoverCard } from '../../parts/HandoverCard'
import { Icon, type IconName } from '../../parts/Icon'
import { Tag } from '../../parts/Marks'
import { Popover } from '../../parts/Overlays'
import { channelWord, plural, size, stateWord } from '../../words/desk'
import { bodyOf, factText, sentenceOfEntry } from './entry-words'
import styles from './Timeline.module.css'

interface EntryBodyProps {
  entry: Entry
  ticket: Ticket
  me: Me
}

/** The body of one entry: mail on surface, notes on their tint with a lock, the rest in one line. */
export function EntryBody({ entry, ticket, me }: EntryBodyProps) {
  switch (entry.kind) {
    case 'ticket.opened':
      return <Message entry={entry} me={me} extra={<span>{channelWord(ticket.channel)}</span>} />
    case 'message.replied':
      return <Message entry={entry} me={me} extra={<Sent entry={entry} ticket={ticket} />} />
    case 'message.noted':
      return <Note entry={entry} me={me} />
    case 'ticket.handed_over':
      return <HandedOver entry={entry} ticket={ticket} />
    case 'handover.returned':
      return <Returned entry={entry} ticket={ticket} />
    case 'ticket.resolved':
      return <ResolvedEntry entry={entry} me={me} />
    case 'lesson.given':
      return <LessonEntry entry={entry} />
    case 'customer.told':
      return <Told entry={entry} ticket={ticket} />
    case 'vendor.sent':
    case 'vendor.wrote':
      return <WithMaker entry={entry} />
    default:
      return (
        <div className={`sys ${styles.quiet}`}>
          <span>{sentenceOfEntry(entry)}</span>
          <From entry={entry} ticket={ticket} />
        </div>
      )
  }
}

/** Merged tickets speak in the timeline of the one that goes on; each entry says where it stood. */
function From({ entry, ticket }: { entry: Entry; ticket: Ticket }) {
  return entry.ref && entry.ref !== ticket.ref ? <Tag>{entry.ref}</Tag> : null
}

function Message({ entry, me, extra }: { entry: Entry; me: Me; extra?: ReactNode }) {
  return (
    <div className={`card ${styles.bub}`}>
      <div className={styles.head}>
        <Avatar name={entry.by.name} size="s" />
        <b>{entry.by.id === me.id ? 'You' : entry.by.name}</b>
        {extra}
        {entry.ref && <span className="sr">on {entry.ref}</span>}
      </div>
      <Text entry={entry} />
      <Files files={entry.files} />
    </div>
  )
}

const mailWords: Record<string, { text: string; icon: IconName; bad?: boolean }> = {
  queued: { text: 'leaves in a moment', icon: 'clock-4' },
  sending: { text: 'being sent', icon: 'clock-4' },
  sent: { text: 'mailed', icon: 'check' },
  delivered: { text: 'delivered', icon: 'check' },
  failed: { text: 'not delivered', icon: 'circle-alert', bad: true },
  bounced: { text: 'came back undelivered', icon: 'circle-alert', bad: true },
  suppressed: { text: 'not mailed', icon: 'circle-slash' },
}

/** What became of the mail of a reply. */
function Sent({ entry, ticket }: { entry: Entry; ticket: Ticket }) {
  const { mail } = entry
  const to = entry.by.id === ticket.requester.id ? 'to the desk' : `to ${mail?.to ?? ticket.requester.name}`
  const word = mail ? (mailWords[mail.state] ?? { text: mail.state, icon: 'mail' as const }) : null
  return (
    <>
      <span className="trunc">{to}</span>
      <span className="grow" />
      {word && (
        <span className={`row gap-s ${word.bad ? styles.sent : ''}`} title={mail?.last_error || undefined}>
          <Icon name={word.icon} size="xs" />
          {word.text}
        </span>
      )}
    </>
  )
}

/** What went to a vendor, or came from one: nothing that the customer sees. */
function WithMaker({ entry }: { entry: Entry }) {
  const author = factText(entry, 'author') || entry.by.name
  return (
    <div className={`card note ${styles.bub}`}>
      <div className={styles.head}>
        <Avatar name={author} size="s" />
        <b>{author}</b>
        <span className="trunc">{sentenceOfEntry(entry)}</span>
        <span className="grow" />
        <Icon name="eye-off" size="xs" />
        <span className="d-only">Not visible to the customer</span>
      </div>
      <Text entry={entry} />
      <Files files={entry.files} />
    </div>
  )
}

function Note({ entry, me }: { entry: Entry; me: Me }) {
  const step = factText(entry, 'step')
  return (
    <div className={`card note ${styles.bub}`}>
      <div className={styles.head}>
        <Avatar name={entry.by.name} size="s" />
        <b>{entry.by.id === me.id ? 'You' : entry.by.name}</b>
        {step ? 'tried' : 'internal note'}
        <span className="grow" />
        <Icon name="eye-off" size="xs" />
        <span className="d-only">Not visible to the customer</span>
      </div>
      {step && (
        <p>
          <b>{step}</b>
          {factText(entry, 'result') ? `: ${factText(entry, 'result')}` : ''}
        </p>
      )}
      <Text entry={entry} />
      <Files files={entry.files} />
    </div>
  )
}

function handoverOf(entry: Entry, ticket: Ticket): Handover | undefined {
  const id = factText(entry, 'handover')
  return ticket.handovers.find((h) => h.id === id)
}

function HandedOver({ entry, ticket }: { entry: Entry; ticket: Ticket }) {
  const h = handoverOf(entry, ticket)
  const customer = ticket.requester.name.split(' ')[0]
  if (h)
    return (
      <HandoverCard
        handover={h}
        told={
          h.told && (
            <Popover
              title={`What ${customer} was told`}
              side="top"
              trigger={
                <button type="button" className="quiet-link small nowrap">
                  What {customer} was told
                </button>
              }
            >
              <p className={styles.told}>{h.told}</p>
            </Popover>
          )
        }
      />
    )
  return (
    <div className={`sys ${styles.quiet}`}>
      <b>{entry.by.name}</b> handed it over: {factText(entry, 'ask')}
    </div>
  )
}

function Returned({ entry, ticket }: { entry: Entry; ticket: Ticket }) {
  const h = handoverOf(entry, ticket)
  return (
    <div className={`sys ${styles.quiet}`}>
      <span className="c-warn b">Returned{h ? ` to ${h.from.team.name.toLowerCase()}` : ''}</span>
      <span>
        {sentenceOfEntry(entry)}. {factText(entry, 'note')}
      </span>
    </div>
  )
}

function ResolvedEntry({ entry, me }: { entry: Entry; me: Me }) {
  const cause = factText(entry, 'cause')
  return (
    <div className={`card ${styles.bub} ${styles.done}`}>
      <div className={styles.head}>
        <Avatar name={entry.by.name} size="s" />
        <b>{entry.by.id === me.id ? 'You' : entry.by.name}</b>
        <Tag tone="ok" icon="check">
          {stateWord('resolved')}
        </Tag>
        {cause && <span className="trunc">Cause: {cause}</span>}
      </div>
      <Text entry={entry} />
    </div>
  )
}

function LessonEntry({ entry }: { entry: Entry }) {
  const learners = entry.facts.learners
  return (
    <div className={`card ${styles.bub} ${styles.lesson}`}>
      <div className={styles.head}>
        <Avatar name={entry.by.name} size="s" />
        <b>{entry.by.name}</b> left a lesson
        <span className="grow" />
        {Array.isArray(learners) && <span>for {plural(learners.length, 'person', 'people')}</span>}
      </div>
      <Text entry={entry} />
    </div>
  )
}

function Told({ entry, ticket }: { entry: Entry; ticket: Ticket }) {
  return (
    <details className={styles.quiet}>
      <summary className="sys">What {ticket.requester.name.split(' ')[0]} was told</summary>
      <div className={`card ${styles.bub}`}>
        <Text entry={entry} />
      </div>
    </details>
  )
}

/** The server renders and cleans every body; a plain text stands in where it sent none. */
function Text({ entry }: { entry: Entry }) {
  if (entry.html)
    // biome-ignore lint/security/noDangerouslySetInnerHtml: the desk has cleaned it, and the page's policy runs no script from it.
    return <div className={styles.prose} dangerouslySetInnerHTML={{ __html: entry.html }} />
  const text = bodyOf(entry)
  return text ? <p className={styles.plain}>{text}</p> : null
}

const icons: [RegExp, IconName][] = [
  [/^image\//, 'image'],
  [/^video\//, 'video'],
  [/csv|sheet|excel/, 'file-spreadsheet'],
]

export function Files({ files }: { files: FileBrief[] | undefined }) {
  if (!files || files.length === 0) return null
  return (
    <span className={styles.files}>
      {files.map((f) => (
        <a key={f.id} className="att" href={`/api/v1/files/${f.id}`} title={`${f.name}, ${size(f.size)}`}>
          <Icon name={icons.find(([re]) => re.test(f.media_type))?.[1] ?? 'file-text'} />
          {f.name}
        </a>
      ))}
    </span>
  )
}
