import { Command } from 'cmdk'
import { useRef, useState } from 'react'
import { usePeople, useSearch } from '../api/queries'
import type { Me } from '../api/types'
import { Spark } from '../ladder/Spark'
import { useRungs } from '../ladder/useRungs'
import { short } from '../ladder/walk'
import { summaryOfRow } from '../ladder/wire'
import { Avatar } from '../parts/Avatar'
import { Icon, type IconName } from '../parts/Icon'
import { Kbd } from '../parts/Kbd'
import { Priority } from '../parts/Marks'
import { useModal } from '../parts/Overlays'
import { incidentsPlace, places, settingsPlace } from './go'
import styles from './Palette.module.css'
import { marks, matches, narrow } from './palette-match'
import { useScene } from './scene'
import { useGo } from './useGo'

interface Verb {
  id: string
  label: string
  icon: IconName
  keys?: string
  run: () => void
}

/** Search or run: verbs of this ticket, tickets, people and places, from one field. */
export default function Palette({ me, onClose }: { me: Me; onClose: () => void }) {
  const [text, setText] = useState('')
  const dialog = useRef<HTMLDialogElement>(null)
  useModal(dialog, onClose)
  const lead = useGo()
  const scene = useScene()
  const rungs = useRungs()
  const { only, words } = narrow(text)
  const want = (kind: typeof only) => only === null || only === kind
  const tickets = useSearch(want('ticket') ? words : '')
  const people = usePeople(words, true, want('person') && words.length > 1)

  const run = (fn: () => void) => {
    onClose()
    // The sheet that follows must find the focus where it was before the palette.
    setTimeout(fn, 0)
  }
  const go = (to: string) => () => lead(to)
  const goTo: Verb[] = [
    ...[...places, incidentsPlace].map((p) => ({
      id: p.id,
      label: p.text,
      icon: p.icon,
      keys: p.key,
      run: go(p.to),
    })),
    ...rungs.map((r) => ({
      id: `l${r.rank}`,
      label: `${r.name}, ${short(r.rank)}`,
      icon: 'ladder' as const,
      keys: `G ${r.rank}`,
      run: go(`/queue/l${r.rank}`),
    })),
    { id: 'new', label: 'New ticket', icon: 'plus', keys: 'C', run: go('/new') },
    ...(me.can.administer
      ? [{ id: 'settings', label: 'Settings', icon: settingsPlace.icon, run: go('/settings') }]
      : []),
  ]
  const verbs: Verb[] = (scene?.verbs ?? []).map((v) => ({ ...v, icon: v.icon ?? 'arrow-right' }))

  return (
    <dialog ref={dialog} className={styles.pal} aria-label="Search or run">
      <Command shouldFilter={false} label="Search or run">
        <div className={styles.head}>
          <Icon name="search" />
          {scene && <span className={styles.ctx}>{scene.about}</span>}
          <Command.Input value={text} onValueChange={setText} placeholder="Search or run" autoFocus />
          <Kbd keys="Escape" />
        </div>
        <Command.List className={styles.list}>
          <Command.Empty className={styles.none}>Nothing fits. Try a number, a name or a verb.</Command.Empty>
          {want('command') && (
            <Verbs title={scene ? 'On this ticket' : ''} verbs={verbs} words={words} run={run} />
          )}
          {want('ticket') && (tickets.data?.length ?? 0) > 0 && words.length > 1 && (
            <Command.Group heading="Tickets">
              {tickets.data?.map((t) => (
                <Command.Item
                  key={t.ref}
                  value={t.ref}
                  className={styles.po}
                  onSelect={() => run(go(`/tickets/${t.ref}`))}
                >
                  <Priority value={t.priority} />
                  <span className="trunc">
                    <span className={styles.t}>
                      <Marked text={t.subject} words={words} />
                    </span>{' '}
                    <span className={styles.s}>
                      {t.ref}, {t.requester.name}
                    </span>
                  </span>
                  <span className={styles.r}>
                    <Spark walk={summaryOfRow(t, rungs)} />
                  </span>
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {want('person') && words.length > 1 && (people.data?.length ?? 0) > 0 && (
            <Command.Group heading="People">
              {people.data?.slice(0, 5).map((p) => (
                <Command.Item
                  key={p.id}
                  value={`person-${p.id}`}
                  className={styles.po}
                  onSelect={() => run(go(`/queue/all?assignee=${p.id}`))}
                >
                  <Avatar name={p.name} presence={p.presence} />
                  <span className="trunc">
                    <span className={styles.t}>
                      <Marked text={p.name} words={words} />
                    </span>{' '}
                    <span className={styles.s}>{p.title ?? p.email}</span>
                  </span>
                  <span className={styles.r}>their tickets</span>
                </Command.Item>
              ))}
            </Command.Group>
          )}
          {want('command') && <Verbs title="Go to" verbs={goTo} words={words} run={run} />}
        </Command.List>
        <footer className={styles.foot} aria-hidden="true">
          <span>
            <Kbd keys="Up Down" />
            Move
          </span>
          <span>
            <Kbd keys="Enter" />
            Run
          </span>
          <span className="grow" />
          <span>
            <Kbd keys="#" />
            ticket
          </span>
          <span>
            <Kbd keys="@" />
            person
          </span>
          <span>
            <Kbd keys=">" />
            command
          </span>
        </footer>
      </Command>
    </dialog>
  )
}

function Verbs({
  title,
  verbs,
  words,
  run,
}: {
  title: string
  verbs: Verb[]
  words: string
  run: (fn: () => void) => void
}) {
  const fit = verbs.filter((v) => matches(v.label, words))
  if (fit.length === 0) return null
  return (
    <Command.Group heading={title}>
      {fit.map((v) => (
        <Command.Item key={v.id} value={`${title}-${v.id}`} className={styles.po} onSelect={() => run(v.run)}>
          <Icon name={v.icon} />
          <span className={`trunc ${styles.t}`}>
            <Marked text={v.label} words={words} />
          </span>
          <span className={styles.r}>{v.keys && <Kbd keys={v.keys} />}</span>
        </Command.Item>
      ))}
    </Command.Group>
  )
}

function Marked({ text, words }: { text: string; words: string }) {
  return marks(text, words).map((m, i) =>
    m.hit ? <mark key={i}>{m.text}</mark> : <span key={i}>{m.text}</span>,
  )
}
