import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useMemo, useRef } from 'react'
import { useLearn, useLessons } from '../../api/handovers'
import { sentenceOf } from '../../api/problem'
import type { Lesson } from '../../api/types'
import { useKeys } from '../../keys/keys'
import { Avatar } from '../../parts/Avatar'
import { Button } from '../../parts/Button'
import { Empty } from '../../parts/Empty'
import { Icon } from '../../parts/Icon'
import { Tag } from '../../parts/Marks'
import { Failed, Skeleton } from '../../parts/Surfaces'
import { KeyBar, PageHead, Tabs } from '../../shell/PageHead'
import { useGo } from '../../shell/useGo'
import { toasts } from '../../toast/toasts'
import { moment } from '../../words/time'
import { useNow } from '../../words/useNow'
import { effectWords } from './effect'
import styles from './Lessons.module.css'

const route = getRouteApi('/shell/lessons')

const nothing = {
  open: {
    title: 'No lesson waits for you.',
    text: 'When a ticket that you handed up is solved above, and you could do it next time, the lesson appears here.',
  },
  learnt: {
    title: 'Nothing learnt yet.',
    text: 'Lessons that you mark as learnt stand here, with what they changed.',
  },
}

/** What the rungs above left for me: one sentence each, and what it changed since. */
export function LessonsScreen() {
  const { state = 'open' } = route.useSearch()
  const box = state === 'learnt' ? 'learnt' : 'open'
  return <Lessons key={box} state={box} />
}

function Lessons({ state }: { state: 'open' | 'learnt' }) {
  const navigate = useNavigate()
  const go = useGo()
  const query = useLessons(state)
  const open = useLessons('open')
  const learn = useLearn()
  const list = useRef<HTMLUListElement>(null)
  const all = useMemo(() => (query.data?.pages ?? []).flatMap((p) => p.items), [query.data])
  const waiting = open.data?.pages.reduce((n, p) => n + p.items.length, 0)

  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-lesson]') ?? [])]
  const focused = () => rows().findIndex((el) => el.contains(document.activeElement))
  const move = (by: number) => rows()[Math.max(0, focused() + by)]?.focus()
  const know = (lesson: Lesson) => {
    move(1)
    learn.mutate(lesson, {
      onSuccess: () => toasts.done(`You know: ${lesson.text}`),
      onError: (err) => toasts.problem(sentenceOf(err), () => know(lesson)),
    })
  }
  useKeys({
    J: () => move(1),
    K: () => move(-1),
    A: () => {
      const lesson = all[focused()]
      if (lesson?.can.learn) know(lesson)
    },
    Enter: (e) => {
      // A focused button or link answers Enter by itself.
      const own = (e.target as HTMLElement).closest('a, button')
      const lesson = all[focused()]
      if (own instanceof HTMLElement) own.click()
      else if (lesson) go(`/tickets/${lesson.ticket.ref}`)
    },
  })

  return (
    <main className={`main ${styles.main}`} id="main">
      <PageHead title="Lessons" count={waiting} />
      <Tabs
        label="Lessons"
        items={[
          { id: 'open', text: 'To learn', count: waiting },
          { id: 'learnt', text: 'Learnt' },
        ]}
        current={state}
        onPick={(id) =>
          void navigate({ to: '/lessons', search: id === 'learnt' ? { state: id } : {}, replace: true })
        }
      />
      {query.isError && all.length === 0 ? (
        <Failed sentence={sentenceOf(query.error)} again={() => void query.refetch()} />
      ) : query.isPending ? (
        <Skeleton rows={5} shape="card" />
      ) : all.length === 0 ? (
        <Empty title={nothing[state].title}>{nothing[state].text}</Empty>
      ) : (
        <div className={styles.scroll}>
          <ul className={styles.list} ref={list}>
            {all.map((l) => (
              <Card key={l.id} lesson={l} onLearn={() => know(l)} />
            ))}
          </ul>
          {query.hasNextPage && (
            <Button busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
              Show more
            </Button>
          )}
        </div>
      )}
      <KeyBar
        items={[
          { keys: 'J K', text: 'Move' },
          { keys: 'Enter', text: 'Open the ticket' },
          ...(state === 'open' ? [{ keys: 'A', text: 'I know this now' }] : []),
        ]}
      />
    </main>
  )
}

function Card({ lesson: l, onLearn }: { lesson: Lesson; onLearn: () => void }) {
  const now = useNow()
  const effect = effectWords(l.effect)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: J and K move through the list; its rows take the focus.
    <li className={`card ${styles.card}`} data-lesson={l.id} tabIndex={0} aria-label={l.text}>
      <div className={styles.head}>
        <Avatar name={l.author.name} size="s" />
        <b>{l.author.name}</b>
        <span className="ink-3">
          {moment(l.given_at, now)}
          {l.service ? `, ${l.service.name}` : ''}
          {l.category ? `, ${l.category.name}` : ''}
        </span>
        <span className="grow" />
        {l.learnt_at && (
          <Tag tone="ok" icon="check">
            Learnt {moment(l.learnt_at, now)}
          </Tag>
        )}
      </div>
      <p className={styles.text}>{l.text}</p>
      {l.cause && (
        <p className={styles.cause}>
          <span className="ink-3">It was: </span>
          {l.cause}
        </p>
      )}
      <div className={styles.foot}>
        <Link className="link trunc" to="/tickets/$ref" params={{ ref: l.ticket.ref }}>
          {l.ticket.ref} {l.ticket.subject}
        </Link>
        <span className="grow" />
        {effect && (
          <span className={styles.effect}>
            <Icon name="trending-down" size="s" />
            {effect}
          </span>
        )}
        {l.can.learn && !l.learnt_at && (
          <Button size="small" icon="graduation-cap" onClick={onLearn}>
            I know this now
          </Button>
        )}
      </div>
    </li>
  )
}
