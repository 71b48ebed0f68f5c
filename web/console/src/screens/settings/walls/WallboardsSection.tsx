import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api/client'
import { sentenceOf } from '../../../api/problem'
import { client } from '../../../api/queries'
import type { components } from '../../../api/schema.gen'
import { settingKeys } from '../../../api/settings'
import type { Page } from '../../../api/types'
import { useRungs } from '../../../ladder/useRungs'
import { Button } from '../../../parts/Button'
import { Empty } from '../../../parts/Empty'
import { Icon } from '../../../parts/Icon'
import { Failed, Skeleton } from '../../../parts/Surfaces'
import { PageHead } from '../../../shell/PageHead'
import { toasts } from '../../../toast/toasts'
import { moment } from '../../../words/time'
import { useNow } from '../../../words/useNow'
import places from '../Places.module.css'
import styles from '../Settings.module.css'
import { NewWallboard } from './NewWallboard'

export type Wallboard = components['schemas']['Board']

const path = '/wallboards'
const forget = () => client.invalidateQueries({ queryKey: settingKeys.all(path) })

/** The televisions that show the desk: each has a key of its own, and can be sent dark. */
export default function WallboardsSection() {
  const list = useQuery({
    queryKey: settingKeys.all(path),
    queryFn: async ({ signal }) => (await api.get<Page<Wallboard>>(path, {}, signal)).items ?? [],
  })
  const [hanging, setHanging] = useState(false)
  return (
    <>
      <PageHead title="Wallboards" count={list.data?.length}>
        <Button look="primary" icon="plus" onClick={() => setHanging(true)}>
          New wallboard
        </Button>
      </PageHead>
      <div className={places.single}>
        {list.isPending && <Skeleton rows={3} shape="line" />}
        {list.isError && <Failed sentence={sentenceOf(list.error)} again={() => void list.refetch()} />}
        {list.data?.length === 0 && (
          <Empty title="No wallboard hangs yet.">
            A television shows every open ticket by its rung and its next clock. It names no customer.
          </Empty>
        )}
        <ul className={styles.lines}>
          {list.data?.map((w) => (
            <Line key={w.id} board={w} />
          ))}
        </ul>
      </div>
      {hanging && <NewWallboard onClose={() => setHanging(false)} onMade={() => void forget()} />}
    </>
  )
}

function Line({ board }: { board: Wallboard }) {
  const now = useNow()
  const rungs = useRungs()
  const [sure, setSure] = useState(false)
  const revoke = useMutation({
    mutationFn: () => api.remove(`${path}/${board.id}`),
    onSuccess: () => toasts.done(`${board.name} is dark now`),
    onError: (err) => toasts.problem(sentenceOf(err)),
    onSettled: forget,
  })
  const rung = rungs.find((r) => r.rank === board.rank)
  return (
    <li>
      <Icon name="monitor" size="s" className="ink-3" />
      <span className="grow trunc">
        {board.name}{' '}
        <span className="small ink-3">
          at L{board.rank}
          {rung ? `, ${rung.name}` : ''}
        </span>
      </span>
      <span className="small nowrap ink-3">
        since {moment(board.created_at, now)}, by {board.created_by}
      </span>
      {sure ? (
        <>
          <Button
            size="small"
            look="danger"
            busy={revoke.isPending}
            onClick={() => revoke.mutate()}
            autoFocus
          >
            Send it dark
          </Button>
          <Button size="small" look="ghost" onClick={() => setSure(false)}>
            Keep
          </Button>
        </>
      ) : (
        <Button size="small" label={`Revoke ${board.name}`} onClick={() => setSure(true)}>
          Revoke
        </Button>
      )}
    </li>
  )
}
