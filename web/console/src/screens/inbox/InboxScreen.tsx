import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react'
import { useInbox } from '../../api/handovers'
import { sentenceOf } from '../../api/problem'
import { type Box, useMe } from '../../api/queries'
import type { Handover } from '../../api/types'
import { useKeys } from '../../keys/keys'
import { Empty } from '../../parts/Empty'
import { Failed, Skeleton } from '../../parts/Surfaces'
import { KeyBar, PageHead, Tabs } from '../../shell/PageHead'
import { useGo } from '../../shell/useGo'
import { useNow } from '../../words/useNow'
import { accept, useAnswers, withdraw } from './answers'
import { boxes, groupsOf, isBox, nextOf, waitingIn } from './box'
import { HandoverDetail } from './HandoverDetail'
import styles from './Inbox.module.css'
import { InboxList, type ListHandle } from './InboxList'

const route = getRouteApi('/shell/handovers')

const nothing: Record<Box, { title: string; text: string }> = {
  to_us: { title: 'Nothing to accept.', text: 'What others hand over to your teams appears here.' },
  sent: { title: 'Nothing sent.', text: 'What you hand over stands here until it is answered.' },
  returned: {
    title: 'Nothing came back.',
    text: 'What others return to your teams appears here, with the reason.',
  },
}

/** Handovers: what others ask us to take, what I sent, and what came back. */
export function InboxScreen() {
  const search = route.useSearch()
  const box = isBox(search.box) ? search.box : 'to_us'
  return <Inbox key={box} box={box} at={search.at} />
}

function Inbox({ box, at: startAt }: { box: Box; at: string | undefined }) {
  const navigate = useNavigate()
  const go = useGo()
  const now = useNow()
  const me = useMe().data
  const answers = useAnswers()
  const query = useInbox(box)
  const counts = useTabCounts()
  const all = useMemo(() => (query.data?.pages ?? []).flatMap((p) => p.items), [query.data])
  const groups = useMemo(() => groupsOf(box, all, answers), [box, all, answers])
  const ids = groups.flatMap((g) => g.items.map((h) => h.id))
  const list = useRef<ListHandle>(null)
  const [at, setAt] = useFollowedAddress(box, startAt)
  const current = ids.includes(at ?? '') ? at : ids[0]
  const h = all.find((x) => x.id === current)
  const [returning, setReturning] = useState(false)
  const [asking, setAsking] = useState(false)

  // The list follows each key at once, the document when there is time for it.
  const shown = useDeferredValue(h)
  const show = (id: string | undefined) => {
    setReturning(false)
    setAsking(false)
    setAt(id)
  }
  const move = (by: number) => {
    const next = ids[ids.indexOf(current ?? '') + by]
    if (!next) return
    show(next)
    list.current?.focusRow(next)
  }
  const answer = {
    accept: () => h?.can.accept && accept(h, () => go(`/tickets/${h.ticket.ref}`)),
    giveBack: () => h?.can.return && setReturning(true),
    askBack: () => h?.can.ask_back && setAsking(true),
    withdraw: () => h?.can.withdraw && withdraw(h),
    open: () => h && go(`/tickets/${h.ticket.ref}`),
    again: () => h && go(`/tickets/${h.ticket.ref}?do=hand-over`),
  }
  useKeys({
    J: () => move(1),
    K: () => move(-1),
    A: answer.accept,
    B: answer.askBack,
    'Shift R': answer.giveBack,
    E: answer.again,
    Enter: (e) => {
      // A focused button or link answers Enter by itself.
      const own = (e.target as HTMLElement).closest('a, button:not([data-handover])')
      if (own instanceof HTMLElement) own.click()
      else answer.open()
    },
    Escape: () => show(undefined),
  })
  // When the one on screen is answered, the next takes its place.
  const before = useRef(ids)
  useEffect(() => {
    const gone = at !== undefined && !ids.includes(at) && before.current.includes(at)
    const next = gone ? nextOf(before.current, at) : undefined
    before.current = ids
    if (gone) setAt(next)
  })

  return (
    <main className={`main ${styles.main} ${at && h ? styles.open : ''}`} id="main">
      <section className={styles.il} aria-label="Handovers">
        <PageHead title="Handovers to accept" count={counts.to_us} />
        <Tabs
          label="Handovers"
          items={boxes.map((b) => ({ id: b.id, text: b.text, count: counts[b.id] }))}
          current={box}
          onPick={(id) => void navigate({ to: '/handovers', search: { box: search(id) }, replace: true })}
        />
        {query.isError && all.length === 0 ? (
          <Failed sentence={sentenceOf(query.error)} again={() => void query.refetch()} />
        ) : query.isPending ? (
          <Skeleton rows={6} shape="card" />
        ) : groups.length === 0 ? (
          <Empty title={nothing[box].title} cat={box === 'to_us'}>
            {nothing[box].text}
          </Empty>
        ) : (
          <InboxList
            ref={list}
            box={box}
            groups={groups}
            current={current}
            answers={answers}
            now={now}
            more={query.hasNextPage && !query.isFetchingNextPage ? () => void query.fetchNextPage() : null}
            onPick={show}
          />
        )}
        <KeyBar items={keysOf(box, h)} />
      </section>
      {h && shown && me ? (
        <HandoverDetail
          key={shown.id}
          handover={shown}
          box={box}
          me={me}
          now={now}
          answering={answers.get(shown.id)}
          returning={returning}
          onReturning={setReturning}
          asking={asking}
          onAsking={setAsking}
          onBack={() => {
            show(h.id)
            setReturning(true)
          }}
          onClose={() => show(undefined)}
          answer={answer}
        />
      ) : (
        <section className={styles.det} aria-label="Handover" />
      )}
    </main>
  )
}

/**
 * useFollowedAddress is the handover on screen. The address follows it after a
 * breath, so that a held J does not flood the history, and it follows the address.
 */
function useFollowedAddress(box: Box, startAt: string | undefined) {
  const navigate = useNavigate()
  const [at, setAt] = useState(startAt)
  const written = useRef(startAt)
  useEffect(() => {
    if (startAt === written.current) return
    written.current = startAt
    setAt(startAt)
  }, [startAt])
  useEffect(() => {
    const timer = setTimeout(() => {
      // Whoever left for the ticket is not called back.
      if (at === written.current || !location.pathname.endsWith('/handovers')) return
      written.current = at
      void navigate({ to: '/handovers', search: { box: search(box), at }, replace: true })
    }, 80)
    return () => clearTimeout(timer)
  }, [at, box, navigate])
  return [at, setAt] as const
}

/** The first box needs no word in the address. */
const search = (box: string) => (box === 'to_us' ? undefined : box)

/** useTabCounts says how many in each box still ask for something. */
function useTabCounts(): Record<Box, number | undefined> {
  const [toUs, sent, returned] = [useInbox('to_us'), useInbox('sent'), useInbox('returned')]
  const count = (box: Box, q: typeof toUs) =>
    q.data
      ? waitingIn(
          box,
          q.data.pages.flatMap((p) => p.items),
        )
      : undefined
  return { to_us: count('to_us', toUs), sent: count('sent', sent), returned: count('returned', returned) }
}

function keysOf(box: Box, h: Handover | undefined) {
  const verbs =
    box === 'to_us'
      ? [
          { keys: 'A', text: 'Accept' },
          { keys: 'B', text: 'Ask back' },
          { keys: 'Shift R', text: 'Return' },
        ]
      : box === 'returned' && h
        ? [{ keys: 'E', text: 'Hand over' }]
        : []
  return [{ keys: 'J K', text: 'Move' }, ...verbs, { keys: 'Enter', text: 'Open' }]
}
