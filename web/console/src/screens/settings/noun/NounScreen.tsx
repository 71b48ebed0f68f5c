import { useParams } from '@tanstack/react-router'
import { useCallback, useMemo, useRef, useState } from 'react'
import { sentenceOf } from '../../../api/problem'
import { useNouns } from '../../../api/settings'
import { useKeys } from '../../../keys/keys'
import { Button } from '../../../parts/Button'
import { Empty } from '../../../parts/Empty'
import { Check, Input, Pick } from '../../../parts/Forms'
import { Failed, Skeleton } from '../../../parts/Surfaces'
import { PageHead } from '../../../shell/PageHead'
import { useGo } from '../../../shell/useGo'
import styles from '../Settings.module.css'
import { type ListHandle, NounList } from './NounList'
import type { Noun, NounRecord } from './noun'
import { RecordPane } from './RecordPane'
import { useLater } from './useLater'

/** The list of a noun on the left; whichever record is chosen, as a form on the right. */
export function NounScreen<R extends NounRecord, V extends object>({ noun }: { noun: Noun<R, V> }) {
  const { item } = useParams({ strict: false }) as { item?: string }
  const go = useGo()
  const [q, setQ] = useState('')
  const [role, setRole] = useState(noun.roles?.[0]?.value ?? '')
  const [archived, setArchived] = useState(false)
  const searchBox = useRef<HTMLInputElement>(null)
  const list = useRef<ListHandle>(null)

  const asked = useLater(q.trim())
  const query = { q: noun.search === 'desk' ? asked : undefined, role, archived: archived || undefined }
  const answer = useNouns<R>(noun.path, query)
  const all = useMemo(() => answer.data?.pages.flatMap((p) => p.items ?? []) ?? [], [answer.data])
  const rows = useMemo(() => (noun.search === 'desk' ? all : matching(noun, all, q)), [noun, all, q])

  const { fetchNextPage, hasNextPage, isFetchingNextPage } = answer
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])

  const at = (id: string) => `/settings/${noun.id}/${id}`
  const add = () => go(at('new'))
  const close = () => {
    go(`/settings/${noun.id}`)
    if (item) requestAnimationFrame(() => list.current?.focusRow(item))
  }
  useKeys({
    N: add,
    '/': () => searchBox.current?.focus(),
    J: () => list.current?.step(1),
    K: () => list.current?.step(-1),
  })

  const filtered = q !== '' || role !== (noun.roles?.[0]?.value ?? '')
  return (
    <>
      <PageHead title={noun.many} count={hasNextPage ? undefined : rows.length}>
        {noun.roles && (
          <div className={styles.roles}>
            <Pick
              quiet
              label="Who"
              options={noun.roles}
              value={role}
              onChange={(e) => setRole(e.target.value)}
            />
          </div>
        )}
        {noun.archive?.back !== undefined && noun.archive.verb !== 'Remove' && (
          <Check checked={archived} onChange={setArchived}>
            <span className="nowrap">Also {noun.archive.done}</span>
          </Check>
        )}
        <div className={styles.search}>
          <Input
            quiet
            ref={searchBox}
            type="search"
            label={`Search ${noun.many.toLowerCase()}`}
            placeholder="Search"
            value={q}
            onChange={(e) => setQ(e.target.value)}
          />
        </div>
        <Button look="primary" icon="plus" keys="N" onClick={add}>
          Add
        </Button>
      </PageHead>
      <div className={`${styles.split} ${item ? styles.open : ''}`}>
        <section className={styles.list} aria-label={noun.many}>
          {answer.isPending ? (
            <Skeleton rows={8} />
          ) : answer.isError && rows.length === 0 ? (
            <Failed sentence={sentenceOf(answer.error)} again={() => void answer.refetch()} />
          ) : rows.length > 0 ? (
            <NounList ref={list} noun={noun} rows={rows} current={item} onEnd={more} />
          ) : filtered ? (
            <Empty
              title={`No ${noun.one} matches.`}
              doors={
                <Button
                  onClick={() => {
                    setQ('')
                    setRole(noun.roles?.[0]?.value ?? '')
                  }}
                >
                  Clear the search
                </Button>
              }
            />
          ) : (
            <Empty
              title={noun.empty}
              doors={
                <Button icon="plus" onClick={add}>
                  Add a {noun.one}
                </Button>
              }
            />
          )}
        </section>
        {item && (
          <RecordPane key={item} noun={noun} item={item} onClose={close} onMade={(id) => go(at(id))} />
        )}
      </div>
    </>
  )
}

function matching<R extends NounRecord, V extends object>(noun: Noun<R, V>, rows: R[], q: string): R[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter((r) => {
    const text = `${noun.nameOf(r)} ${noun.wordsOf?.(r) ?? ''}`.toLowerCase()
    return words.every((w) => text.includes(w))
  })
}
