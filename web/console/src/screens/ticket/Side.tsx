import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useLearn } from '../../api/handovers'
import { sentenceOf } from '../../api/problem'
import { useCandidates, useFieldDefinitions } from '../../api/queries'
import type { Candidate, FieldValue, Lesson, Me, SkillNeed, Ticket } from '../../api/types'
import { Plot, plotHead } from '../../ladder/Plot'
import { short } from '../../ladder/walk'
import { heldMap, walkOf } from '../../ladder/wire'
import { Avatar } from '../../parts/Avatar'
import { Button } from '../../parts/Button'
import { LoadPips, Priority, priorityWords, Tag } from '../../parts/Marks'
import { KV, Panel } from '../../parts/Surfaces'
import { capital, stateWord, waitingWord } from '../../words/desk'
import { moment } from '../../words/time'
import { effectWords } from '../lessons/effect'
import { VendorPanel } from '../vendor/VendorPanel'
import { Clocks } from './Clocks'
import { MajorPanels } from './major/MajorPanel'
import styles from './Ticket.module.css'
import { WhyHere } from './WhyHere'

interface SideProps {
  ticket: Ticket
  me: Me
  now: Date
  onAsk: (what: string) => void
}

/** What is known of a ticket: its walk, its properties, who fits, who asked, what it is linked to. */
export function Side({ ticket, me, now, onAsk }: SideProps) {
  const { ladder } = ticket
  return (
    <aside className={styles.side} aria-label="Details">
      <Panel
        title="Ladder"
        aside={<span className="num">{plotHead(ladder.age_us / 1e6, ladder.returns)}</span>}
      >
        <Plot walk={walkOf(ticket, now)} held={heldMap(ladder)} now={now} width={150} row={26} times />
      </Panel>
      <Clocks ticket={ticket} now={now} />
      <MajorPanels ticket={ticket} now={now} onAsk={onAsk} />
      <VendorPanel ticket={ticket} now={now} onAsk={onAsk} />
      <Properties ticket={ticket} me={me} now={now} onAsk={onAsk} />
      <WhyHere key={ticket.ref} ticket={ticket} now={now} />
      {ticket.lessons.length > 0 && (
        <Panel title="Lessons" aside="what the rung above left here">
          {ticket.lessons.map((l) => (
            <LessonCard key={l.id} lesson={l} />
          ))}
        </Panel>
      )}
      {ticket.skills.length > 0 && <Skills ticket={ticket} me={me} />}
      <Panel>
        <div className={styles.who}>
          <Avatar name={ticket.requester.name} size="l" />
          <div className="grow small">
            <b>{ticket.requester.name}</b>
            <br />
            <span className="ink-3">{ticket.requester.title}</span>
          </div>
          {ticket.requester.phone && (
            <a className="btn small" href={`tel:${ticket.requester.phone}`}>
              Call
            </a>
          )}
        </div>
        <KV
          items={[
            { key: 'Organisation', value: ticket.organisation.name },
            ...(ticket.requester.email ? [{ key: 'Mail', value: ticket.requester.email }] : []),
            ...(ticket.requester.phone ? [{ key: 'Phone', value: ticket.requester.phone }] : []),
            ...(ticket.contact
              ? [{ key: 'Our contact', value: ticket.contact.id === me.id ? 'You' : ticket.contact.name }]
              : []),
          ]}
        />
      </Panel>
      <Links ticket={ticket} onAsk={onAsk} />
    </aside>
  )
}

function Prop({
  name,
  ask,
  may,
  onAsk,
  children,
}: {
  name: string
  ask?: string
  may?: boolean
  onAsk: (what: string) => void
  children: ReactNode
}) {
  return (
    <>
      <dt>{name}</dt>
      <dd>
        {ask && may ? (
          <button
            type="button"
            className={styles.prop}
            onClick={() => onAsk(ask)}
            title={`Change ${name.toLowerCase()}`}
          >
            {children}
          </button>
        ) : (
          <span className={styles.prop}>{children}</span>
        )}
      </dd>
    </>
  )
}

function Properties({ ticket: t, me, now, onAsk }: SideProps) {
  const definitions = useFieldDefinitions().data ?? []
  const label = (key: string) =>
    definitions.find((d) => (d.key ?? d.id) === key)?.name ?? capital(key.replaceAll('_', ' '))
  const { triage, assign, edit } = t.can
  const p = { onAsk }
  return (
    <Panel title="Properties">
      <dl className={styles.props}>
        <Prop name="Priority" ask="priority" may={edit} {...p}>
          <Priority value={t.priority} />
          {capital(priorityWords[t.priority] ?? '')}
          {t.priority_because && <span className="ink-3 trunc">{t.priority_because}</span>}
        </Prop>
        <Prop name="Service" ask="triage" may={triage} {...p}>
          {t.service?.name ?? <span className="ink-3">Not sorted yet</span>}
        </Prop>
        <Prop name="Category" ask="triage" may={triage} {...p}>
          {t.category?.name ?? <span className="ink-3">None</span>}
        </Prop>
        <Prop name="Team" {...p}>
          {t.team.name}
          <span className="ink-3">{t.team.level ? short(t.team.level.rank) : 'Project'}</span>
        </Prop>
        <Prop name="Owner" ask="assign" may={assign} {...p}>
          <Avatar name={t.assignee?.name} presence={t.assignee?.presence} size="s" />
          {t.assignee ? (
            t.assignee.id === me.id ? (
              'You'
            ) : (
              t.assignee.name
            )
          ) : (
            <span className="ink-3">Nobody</span>
          )}
        </Prop>
        {t.state === 'waiting' && (
          <Prop name="Waiting for" {...p}>
            {waitingWord(t.waiting_on)}
            {t.waiting_until && <span className="ink-3">until {moment(t.waiting_until, now)}</span>}
          </Prop>
        )}
        <Prop name="Tags" ask="tags" may={edit} {...p}>
          <span className={styles.tags}>
            {t.tags.length > 0 ? (
              t.tags.map((tag) => <Tag key={tag}>{tag}</Tag>)
            ) : (
              <span className="ink-3">None</span>
            )}
          </span>
        </Prop>
        <Prop name="In copy" {...p}>
          {names(t.cc)}
        </Prop>
        <Prop name="Watchers" ask="watch" may={edit} {...p}>
          {names(t.watchers)}
        </Prop>
        {Object.entries(t.fields).map(([key, value]) => (
          <Prop key={key} name={label(key)} ask="fields" may={edit} {...p}>
            {fieldText(value)}
          </Prop>
        ))}
        {definitions.length > Object.keys(t.fields).length && (
          <Prop name="Details" ask="fields" may={edit} {...p}>
            <span className="ink-3">Add more</span>
          </Prop>
        )}
      </dl>
    </Panel>
  )
}

function names(people: { name: string }[]): ReactNode {
  if (people.length === 0) return <span className="ink-3">Nobody</span>
  const all = people.map((p) => p.name).join(', ')
  return (
    <span className="trunc" title={all}>
      {all}
    </span>
  )
}

function fieldText(value: FieldValue): ReactNode {
  if (value === true) return 'Yes'
  if (value === false) return 'No'
  if (value === null || value === '') return <span className="ink-3">Empty</span>
  return String(value)
}

export const needText = (n: SkillNeed) =>
  n.path ? `${n.path}${n.grade ? ` ${n.grade}` : ''}` : (n.certification ?? '')

/** The skills that this work needs, and the people of this rung who have them. */
function Skills({ ticket, me }: { ticket: Ticket; me: Me }) {
  const all = useCandidates(ticket.ref, 'sideways').data?.items.filter((c) => c.person) ?? []
  // Who is in two teams of the rung stands here once.
  const fits = all.filter((c, i) => all.findIndex((x) => x.person?.id === c.person?.id) === i)
  return (
    <Panel title="Skills needed">
      <div className={styles.chips}>
        {ticket.skills.map((s) => (
          <Tag key={needText(s)} icon={s.certification ? 'badge-check' : undefined}>
            {needText(s)}
          </Tag>
        ))}
      </div>
      <ul className={styles.people}>
        {fits.slice(0, 4).map((c) => (
          <Fit key={c.person?.id} candidate={c} me={me} />
        ))}
      </ul>
    </Panel>
  )
}

function Fit({ candidate: c, me }: { candidate: Candidate; me: Me }) {
  if (!c.person) return null
  return (
    <li>
      <Avatar name={c.person.name} presence={c.person.presence} />
      <span className="grow trunc">
        <b>{c.person.id === me.id ? 'You' : c.person.name}</b>{' '}
        <span className="ink-3">{c.reasons[0]?.text}</span>
      </span>
      {c.load && <LoadPips load={c.load} />}
    </li>
  )
}

function LessonCard({ lesson }: { lesson: Lesson }) {
  const learn = useLearn()
  const effect = effectWords(lesson.effect)
  return (
    <div className={styles.lesson}>
      <b>{lesson.author.name}</b>{' '}
      <Link className="link" to="/tickets/$ref" params={{ ref: lesson.ticket.ref }}>
        {lesson.ticket.ref}
      </Link>
      <p>{lesson.text}</p>
      {effect && <p className="ink-3">{effect}</p>}
      {learn.isError && <p className="err">{sentenceOf(learn.error)}</p>}
      {lesson.learnt_at ? (
        <span className="ink-3">You know this.</span>
      ) : (
        lesson.can.learn && (
          <Button size="small" busy={learn.isPending} onClick={() => learn.mutate(lesson)}>
            I know this now
          </Button>
        )
      )}
    </div>
  )
}

const linkWords: Record<string, string> = {
  related: 'belongs to',
  duplicate_of: 'doubles',
  duplicated_by: 'is doubled by',
  split_from: 'was split from',
  split_into: 'was split into',
  parent: 'is part of',
  child: 'has the part',
}

function Links({ ticket, onAsk }: { ticket: Ticket; onAsk: (what: string) => void }) {
  if (ticket.links.length === 0 && !ticket.can.link) return null
  return (
    <Panel
      title="Linked"
      last
      aside={
        ticket.can.link && (
          <Button
            look="ghost"
            size="small"
            icon="plus"
            label="Link to another ticket"
            onClick={() => onAsk('link')}
          />
        )
      }
    >
      <ul className={styles.links}>
        {ticket.links.map((l) => (
          <li key={l.kind + l.ref}>
            <Link className="trunc" to="/tickets/$ref" params={{ ref: l.ref }}>
              <span className="id">{l.ref}</span> {l.subject}
            </Link>
            <span className={l.state === 'resolved' || l.state === 'closed' ? 'c-ok m' : 'ink-3'}>
              {stateWord(l.state)}
            </span>
            <span className={styles.why}>{linkWords[l.kind] ?? l.kind.replaceAll('_', ' ')}</span>
          </li>
        ))}
      </ul>
      {ticket.links.length === 0 && <p className="small ink-3">Nothing yet.</p>}
    </Panel>
  )
}
