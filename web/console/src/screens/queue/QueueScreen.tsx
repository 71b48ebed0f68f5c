import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { hrefOf } from '../../address'
import { activeFilters, byClock, type Filters, scopeOf, tabs } from '../../api/filters'
import { sentenceOf } from '../../api/problem'
import { useCounts, useMe, useQueue, useTeams, useViews } from '../../api/queries'
import type { Me } from '../../api/types'
import { useKeys } from '../../keys/keys'
import { useRungs } from '../../ladder/useRungs'
import { Button } from '../../parts/Button'
import { Failed, Skeleton } from '../../parts/Surfaces'
import { announce } from '../../shell/announce'
import { KeyBar, PageHead, Tabs } from '../../shell/PageHead'
import { ThanksStrip } from '../../shell/Thanks'
import { useGo } from '../../shell/useGo'
import { plural } from '../../words/desk'
import { useNow } from '../../words/useNow'
import { type BulkAsk, BulkBar } from './BulkBar'
import { Asked, NextOne } from './Deals'
import { FilterBar } from './Filters'
import { rememberList } from './last-list'
import { afterAction, flat, linesOf, reachable } from './list-order'
import { Nothing } from './Nothing'
import { OnShift } from './OnShift'
import { Preview } from './Preview'
import styles from './Queue.module.css'
import { type ListHandle, QueueList } from './QueueList'
import { scopeTitle } from './scope-title'
import { useNextOne } from './useDeals'
import { useListFocus } from './useListFocus'
import { useSettled } from './useSettled'

const route = getRouteApi('/shell/queue/$scope')

/** A list of tickets. What it shows is its address; its keys are those of the design. */
export function QueueScreen() {
  const me = useMe().data
  const { scope } = route.useParams()
  const search = route.useSearch()
  if (!me) return null
  // Another list is another screen: focus, selection and folds start anew.
  return <Queue key={`${scope}?${search.view ?? ''}`} word={scope} me={me} />
}

function Queue({ word, me }: { word: string; me: Me }) {
  const { at: startAt, ...filters } = route.useSearch()
  const navigate = useNavigate()
  const go = useGo()
  const scope = useMemo(() => scopeOf(word), [word])
  const title = scopeTitle(scope, useRungs(), useTeams().data ?? [])
  const counts = useCounts().data
  const views = useViews(scope).data
  const query = useQueue(scope, filters)
  const all = useMemo(() => (query.data?.pages ?? []).flatMap((p) => p.items), [query.data])
  const listKey = JSON.stringify([word, filters])
  const { rows, waiting, showAll } = useSettled(all, listKey, query.data?.pages.length ?? 0)
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const clocks = byClock(scope, filters)
  // Once a minute the rows are dealt out anew: what was for later comes into the next two hours.
  const minute = useNow().getTime()
  const lines = useMemo(
    () => (clocks ? linesOf(rows, folded, minute) : flat(rows)),
    [rows, folded, clocks, minute],
  )
  const refs = useMemo(() => reachable(lines), [lines])
  const focus = useListFocus(refs, startAt)
  const list = useRef<ListHandle>(null)
  const searchBox = useRef<HTMLInputElement>(null)
  const [filtering, setFiltering] = useState(false)
  const [ask, setAsk] = useState<BulkAsk>(null)

  const setFilters = (change: Partial<Filters>) =>
    void navigate({
      to: '/queue/$scope',
      params: { scope: word },
      search: { ...filters, ...change },
      replace: true,
    })

  // The address follows the focus after a breath, so that a held J does not flood the history.
  const { at } = focus
  const href = hrefOf(word, { ...filters, at })
  useEffect(() => {
    const timer = setTimeout(() => {
      // Meanwhile a ticket may have been opened: then the address is no longer ours.
      if (at !== startAt && location.pathname.endsWith(`/queue/${word}`))
        void navigate({
          to: '/queue/$scope',
          params: { scope: word },
          search: (s) => ({ ...s, at }),
          replace: true,
        })
    }, 80)
    return () => clearTimeout(timer)
  }, [at, startAt, navigate, word])

  useEffect(() => {
    rememberList({ title, href, refs })
  }, [title, href, refs])

  useEffect(() => {
    if (waiting > 0) announce(`${plural(waiting, 'new ticket')} in ${title}`)
  }, [waiting, title])

  const focused = rows.find((r) => r.ref === at) ?? rows.find((r) => r.ref === refs[0])
  const selected = rows.filter((r) => focus.selected.has(r.ref))
  // A key without a selection acts on the row under the focus.
  const targets = selected.length > 0 ? selected : focused ? [focused] : []
  const open = (what?: string) => focused && go(`/tickets/${focused.ref}${what ? `?do=${what}` : ''}`)
  const move = (next: string | undefined) => {
    if (next) list.current?.focusRow(next)
  }
  const askFor = (what: BulkAsk) => {
    if (targets.length === 0) return
    if (selected.length === 0 && focused) focus.toggle(focused.ref)
    setAsk(what)
  }

  const next = useNextOne()
  useKeys({
    J: () => move(focus.move(1)),
    K: () => move(focus.move(-1)),
    'Shift J': () => move(focus.extend(1)),
    'Shift K': () => move(focus.extend(-1)),
    X: () => focus.toggle(focused?.ref),
    Enter: (e) => {
      // A focused button or link answers Enter by itself.
      const own = (e.target as HTMLElement).closest('a, button')
      if (own instanceof HTMLElement) own.click()
      else open()
    },
    Escape: () => focus.clear(),
    A: () => askFor('assign'),
    T: () => askFor('tag'),
    M: () => askFor('merge'),
    H: () => askFor('wait'),
    E: () => open('hand-over'),
    R: () => open('reply'),
    N: () => open('note'),
    S: () => open('resolve'),
    F: () => setFiltering(true),
    '/': () => searchBox.current?.focus(),
    '.': showAll,
    'Shift N': () => scope.kind === 'mine' && next.mutate(),
    ...Object.fromEntries(
      tabs.map((t, i) => [String(i + 1), () => hasTabs && setFilters({ view: t.view || undefined })]),
    ),
  })

  const hasTabs = scope.kind === 'rung' || scope.kind === 'team'
  const fetchNextPage = query.fetchNextPage
  const more = query.hasNextPage && !query.isFetchingNextPage
  const onEnd = useCallback(() => {
    if (more) void fetchNextPage()
  }, [more, fetchNextPage])
  const narrowed = activeFilters(filters)
  const usual = byClock(scope, { ...filters, sort: undefined })
    ? 'clock'
    : filters.q
      ? 'relevance'
      : 'updated'
  const number =
    scope.kind === 'rung'
      ? counts?.levels[String(scope.rank)]
      : scope.kind === 'team'
        ? counts?.teams[scope.team]
        : scope.kind === 'all'
          ? undefined
          : counts?.[scope.kind]

  return (
    <main className={`main ${styles.main}${focused ? '' : ` ${styles.alone}`}`} id="main">
      <section className={styles.list} aria-label={`${title} queue`}>
        <PageHead title={title} count={number}>
          {scope.kind === 'mine' ? <NextOne /> : <OnShift scope={scope} />}
          <Button size="small" icon="plus" keys="C" onClick={() => go('/new')}>
            New ticket
          </Button>
        </PageHead>
        {hasTabs ? (
          <Tabs
            label="Saved views"
            items={tabs.map((t) => ({ id: t.view, text: t.text, count: t.view ? views?.[t.view] : number }))}
            current={filters.view ?? ''}
            onPick={(view) => setFilters({ view: view || undefined })}
          />
        ) : (
          <div>
            {scope.kind === 'mine' && <Asked />}
            {scope.kind === 'mine' && <ThanksStrip me={me.id} />}
          </div>
        )}
        <FilterBar
          filters={filters}
          usual={usual}
          onChange={setFilters}
          searchRef={searchBox}
          open={filtering}
          onOpenChange={setFiltering}
        />
        {query.isError && rows.length === 0 ? (
          <Failed sentence={sentenceOf(query.error)} again={() => void query.refetch()} />
        ) : query.isPending ? (
          <Skeleton rows={12} />
        ) : lines.length === 0 ? (
          <Nothing
            scope={scope}
            narrowed={narrowed.length}
            onClear={() => setFilters(Object.fromEntries(narrowed.map((f) => [f.name, undefined])))}
          />
        ) : (
          <QueueList
            ref={list}
            lines={lines}
            focus={focus}
            me={me}
            label={title}
            onFold={(group, shut) => {
              const next = new Set(folded)
              if (shut) next.add(group)
              else next.delete(group)
              setFolded(next)
            }}
            onEnd={onEnd}
          />
        )}
        {waiting > 0 && (
          <Button size="small" className={styles.arrivals} keys="." onClick={showAll}>
            {waiting} new
          </Button>
        )}
        {selected.length > 0 && (
          <BulkBar
            rows={selected}
            me={me}
            ask={ask}
            onAsk={setAsk}
            onHandOver={(ref) => go(`/tickets/${ref}?do=hand-over`)}
            onClear={focus.clear}
            onDone={(done) => {
              const next = afterAction(refs, new Set(done), at)
              focus.clear()
              if (next) {
                focus.moveTo(next)
                move(next)
              }
            }}
          />
        )}
        <KeyBar
          items={[
            { keys: 'J K', text: 'Move' },
            { keys: 'X', text: 'Select' },
            { keys: 'Enter', text: 'Open' },
            { keys: 'A', text: 'Assign' },
            { keys: 'E', text: 'Hand over' },
            { keys: '/', text: 'Search list' },
          ]}
        />
      </section>
      {focused && <Preview row={focused} me={me.id} onMove={(by) => move(focus.move(by))} onAsk={open} />}
    </main>
  )
}
