import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { bindings, menuItems, type Ui } from '../../actions/action'
import { ticketActions } from '../../actions/ticket'
import { keys } from '../../api/keys'
import { desk } from '../../api/mutations'
import { Problem, sentenceOf } from '../../api/problem'
import { client, useMe, useTicket, useTimeline } from '../../api/queries'
import type { Me, Ticket } from '../../api/types'
import { useKeys } from '../../keys/keys'
import { Empty } from '../../parts/Empty'
import { Failed, Skeleton } from '../../parts/Surfaces'
import { usePrefs } from '../../prefs/prefs'
import { Tabs } from '../../shell/PageHead'
import { useStage } from '../../shell/scene'
import { useGo } from '../../shell/useGo'
import { useNow } from '../../words/useNow'
import { OfferBanner } from '../inbox/OfferBanner'
import { lastList, placeIn } from '../queue/last-list'
import { SwarmPanel } from '../swarm/SwarmPanel'
import { Composer, type ComposerTab } from './Composer'
import { DealBanner } from './DealBanner'
import { direct } from './direct'
import { Side } from './Side'
import styles from './Ticket.module.css'
import { TicketDialogs } from './TicketDialogs'
import { TicketHead } from './TicketHead'
import { Timeline } from './Timeline'

const route = getRouteApi('/shell/tickets/$ref')

/** One ticket: its head, its timeline with the ladder as gutter, the composer, and what is known of it. */
export function TicketScreen() {
  const { ref } = route.useParams()
  const me = useMe().data
  const ticket = useTicket(ref)
  const go = useGo()
  if (!me) return null
  if (ticket.data) return <Work key={ref} ticket={ticket.data} me={me} />
  if (ticket.error instanceof Problem && ticket.error.missing)
    return (
      <main className="main" id="main">
        <Empty
          title={`${ref} is not here.`}
          doors={
            <button type="button" className="btn" onClick={() => go('/queue/mine')}>
              Go to my work
            </button>
          }
        >
          It may have been merged, or you have no right to see it. An administrator of the desk can grant
          that.
        </Empty>
      </main>
    )
  return (
    <main className={`main ${styles.main}`} id="main">
      {ticket.error ? (
        <Failed sentence={sentenceOf(ticket.error)} again={() => void ticket.refetch()} />
      ) : (
        <Skeleton rows={6} shape="card" />
      )}
    </main>
  )
}

const composerTabs = new Set<string>(['reply', 'note', 'resolve'])

function Work({ ticket, me }: { ticket: Ticket; me: Me }) {
  const search = route.useSearch()
  const navigate = useNavigate()
  const go = useGo()
  const now = useNow()
  const { detailsFolded } = usePrefs()
  const { ref } = ticket
  const timeline = useTimeline(ref)
  const entries = timeline.data ?? []
  const [tab, setTab] = useState<ComposerTab>(
    asTab(search.do) ?? (ticket.can.reply === false ? 'note' : 'reply'),
  )
  const asked = search.do && !composerTabs.has(search.do) ? search.do : null
  const place = placeIn(lastList(), ref)
  const [part, setPart] = useState<'timeline' | 'details'>('timeline')
  const seen = useSeen(ticket, entries.at(-1)?.seq)

  const ask = useCallback(
    (what: string) => {
      const wanted = asTab(what)
      if (wanted) {
        setTab(wanted)
        // The box of another tab exists only after the next paint.
        requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-composer]')?.focus())
        return
      }
      if (direct(what, ticket)) return
      void navigate({ to: '/tickets/$ref', params: { ref }, search: { do: what }, replace: true })
    },
    [navigate, ref, ticket],
  )
  const closeAsked = () => void navigate({ to: '/tickets/$ref', params: { ref }, search: {}, replace: true })

  const opened = useRef(false)
  useEffect(() => {
    if (opened.current) return
    opened.current = true
    if (asTab(search.do)) ask(search.do ?? '')
  }, [ask, search.do])

  const ui: Ui = useMemo(() => ({ go, ask }), [go, ask])
  const verbs = useMemo(() => menuItems(ticketActions, ticket, ui), [ticket, ui])
  useStage(ref, verbs)
  useKeys({
    ...bindings(ticketActions, ticket, ui),
    J: () => place?.after && go(`/tickets/${place.after}`),
    K: () => place?.before && go(`/tickets/${place.before}`),
    Escape: () => go(place?.href ?? '/queue/mine'),
  })

  return (
    <main
      className={`main ${styles.main} ${detailsFolded ? styles.folded : ''} ${part === 'details' ? styles.details : ''}`}
      id="main"
    >
      <TicketHead ticket={ticket} me={me} now={now} place={place} verbs={verbs} onAsk={ask} onGo={go} />
      <div className={styles.parts}>
        <Tabs
          label="Ticket sections"
          items={[
            { id: 'timeline', text: 'Timeline' },
            { id: 'details', text: 'Details' },
          ]}
          current={part}
          onPick={(id) => setPart(id === 'details' ? 'details' : 'timeline')}
        />
      </div>
      <section className={styles.work} aria-label="Conversation">
        <div>
          <OfferBanner ticket={ticket} me={me} now={now} onAsk={ask} />
          <DealBanner ticket={ticket} me={me} now={now} onAsk={ask} />
          <SwarmPanel ticket={ticket} me={me} now={now} onAsk={ask} />
        </div>
        {timeline.isError ? (
          <Failed sentence={sentenceOf(timeline.error)} again={() => void timeline.refetch()} />
        ) : timeline.isPending ? (
          <Skeleton rows={5} shape="card" />
        ) : (
          <Timeline ticket={ticket} entries={entries} me={me} now={now} seenSeq={seen} />
        )}
        <Composer ticket={ticket} me={me} tab={tab} onTab={ask} />
      </section>
      {(!detailsFolded || part === 'details') && <Side ticket={ticket} me={me} now={now} onAsk={ask} />}
      <TicketDialogs ticket={ticket} me={me} asked={asked} onAsk={ask} onClose={closeAsked} />
    </main>
  )
}

const asTab = (what: string | undefined): ComposerTab | null =>
  what && composerTabs.has(what) ? (what as ComposerTab) : null

/**
 * useSeen tells the desk what has been read, once the newest entry is on
 * screen, and remembers where reading stopped before, to mark what is new.
 */
function useSeen(ticket: Ticket, newest: number | undefined): number {
  const [before, setBefore] = useState(0)
  const told = useRef(0)
  const { ref, unread } = ticket
  useEffect(() => {
    if (newest === undefined || newest <= told.current) return
    if (told.current > 0) setBefore(told.current)
    const first = told.current === 0
    told.current = newest
    if (first && !unread) return
    desk
      .read(ref, newest)
      .then(() => client.invalidateQueries({ queryKey: keys.lists }))
      .catch(() => {
        // Being marked as read is a comfort; a failure costs nobody anything and the next entry tries again.
      })
  }, [ref, newest, unread])
  return before
}
