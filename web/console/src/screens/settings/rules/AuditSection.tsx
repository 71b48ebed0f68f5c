import { useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { api } from '../../../api/client'
import { sentenceOf } from '../../../api/problem'
import { settingKeys } from '../../../api/settings'
import type { AuditLine } from '../../../api/settings-types'
import type { Page } from '../../../api/types'
import { Button } from '../../../parts/Button'
import { Empty } from '../../../parts/Empty'
import { Failed, Skeleton } from '../../../parts/Surfaces'
import { PageHead } from '../../../shell/PageHead'
import { moment } from '../../../words/time'
import { useNow } from '../../../words/useNow'
import places from '../Places.module.css'
import { sections } from '../sections'
import { actionWords, placeOf } from './audit-words'

/** Who did what, the newest first; it can be read and not changed. */
export default function AuditSection() {
  const now = useNow()
  const answer = useInfiniteQuery({
    queryKey: settingKeys.all('/audit'),
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<AuditLine>>('/audit', { limit: 100, cursor: pageParam || undefined }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    staleTime: 0,
  })
  const lines = answer.data?.pages.flatMap((p) => p.items ?? []) ?? []
  return (
    <>
      <PageHead title="Audit" />
      <div className={places.single}>
        {answer.isPending ? (
          <Skeleton rows={8} />
        ) : answer.isError ? (
          <Failed sentence={sentenceOf(answer.error)} again={() => void answer.refetch()} />
        ) : lines.length === 0 ? (
          <Empty title="Nothing was done yet." />
        ) : (
          <table className={places.audit}>
            <caption className="sr">What was done, the newest first</caption>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Who</th>
                <th scope="col">What</th>
              </tr>
            </thead>
            <tbody>
              {lines.map((l) => (
                <tr key={l.id}>
                  <td className="num ink-3 nowrap">
                    <time dateTime={l.at} title={new Date(l.at).toLocaleString()}>
                      {moment(l.at, now)}
                    </time>
                  </td>
                  <td className="trunc">{l.actor_name || l.actor_kind}</td>
                  <td>
                    {actionWords(l.action)} <Where object={l.object} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {answer.hasNextPage && (
          <div className={places.more}>
            <Button busy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
              Show older ones
            </Button>
          </div>
        )}
      </div>
    </>
  )
}

/** Leads to what was changed, where it has a place in the settings. */
function Where({ object }: { object: string }) {
  const place = placeOf(
    object,
    sections.map((s) => s.id),
  )
  if (!place) return null
  return (
    <Link
      className="quiet-link"
      to="/settings/$section/$item"
      params={place}
      aria-label="Show what was changed"
    >
      Show
    </Link>
  )
}
