import { useInfiniteQuery, useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api, urlOf } from '../../../api/client'
import { keys } from '../../../api/keys'
import { sentenceOf } from '../../../api/problem'
import { client } from '../../../api/queries'
import { settingKeys } from '../../../api/settings'
import type { QuarantinedMail } from '../../../api/settings-types'
import type { Page } from '../../../api/types'
import { Button } from '../../../parts/Button'
import { Empty } from '../../../parts/Empty'
import { Input } from '../../../parts/Forms'
import { Icon } from '../../../parts/Icon'
import { Sheet } from '../../../parts/Overlays'
import { Failed, Skeleton } from '../../../parts/Surfaces'
import { PageHead } from '../../../shell/PageHead'
import { useGo } from '../../../shell/useGo'
import { toasts } from '../../../toast/toasts'
import { size } from '../../../words/desk'
import { moment } from '../../../words/time'
import { useNow } from '../../../words/useNow'
import places from '../Places.module.css'

const key = settingKeys.all('/quarantine')

/** Mail that came in and could not be placed: it waits here, and nothing of it is lost. */
export default function QuarantineSection() {
  const answer = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<QuarantinedMail>>('/quarantine', { limit: 100, cursor: pageParam || undefined }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  })
  const mails = answer.data?.pages.flatMap((p) => p.items ?? []) ?? []
  const [dropping, setDropping] = useState<QuarantinedMail | null>(null)
  return (
    <>
      <PageHead title="Quarantine" count={mails.length} />
      <div className={places.single}>
        {answer.isPending ? (
          <Skeleton rows={5} shape="card" />
        ) : answer.isError ? (
          <Failed sentence={sentenceOf(answer.error)} again={() => void answer.refetch()} />
        ) : mails.length === 0 ? (
          <Empty title="Nothing waits here.">Every mail that came in found its place.</Empty>
        ) : (
          <ul className={places.mails}>
            {mails.map((m) => (
              <Mail key={m.id} mail={m} onDrop={() => setDropping(m)} />
            ))}
          </ul>
        )}
        {answer.hasNextPage && (
          <div className={places.more}>
            <Button busy={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
              Show older ones
            </Button>
          </div>
        )}
      </div>
      {dropping && <Drop mail={dropping} onClose={() => setDropping(null)} />}
    </>
  )
}

function Mail({ mail, onDrop }: { mail: QuarantinedMail; onDrop: () => void }) {
  const now = useNow()
  const go = useGo()
  const release = useMutation({
    mutationFn: () => api.post<{ ref: string }>(`/quarantine/${mail.id}/release`),
    onSuccess: ({ ref }) =>
      toasts.say({
        text: `Let in as ${ref}`,
        tone: 'done',
        act: { label: 'Open', run: () => go(`/tickets/${ref}`), counts: false },
      }),
    onError: (err) => toasts.problem(sentenceOf(err)),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: key }),
        client.invalidateQueries({ queryKey: keys.lists }),
      ]),
  })
  const about = mail.subject || 'No subject'
  return (
    <li>
      <div className="row">
        <b className="m trunc grow">{about}</b>
        <span className="small ink-3 nowrap">{moment(mail.received_at, now)}</span>
      </div>
      <p className="small ink-2 trunc">
        {mail.from || 'No sender'}
        {mail.to?.length ? ` to ${mail.to.join(', ')}` : ''}
      </p>
      <p className="row gap-s">
        <Icon name="triangle-alert" size="s" className="c-warn" />
        {mail.because}
      </p>
      <div className="row">
        <Button size="small" icon="check" busy={release.isPending} onClick={() => release.mutate()}>
          Let in as a ticket
        </Button>
        <Button size="small" onClick={onDrop}>
          Drop
        </Button>
        <span className="grow" />
        <a className="quiet-link small" href={urlOf(`/mail/${mail.id}/raw`)} download>
          As it arrived, {size(mail.size)}
        </a>
      </div>
    </li>
  )
}

function Drop({ mail, onClose }: { mail: QuarantinedMail; onClose: () => void }) {
  const [because, setBecause] = useState('')
  const drop = useMutation({
    mutationFn: () => api.post<void>(`/quarantine/${mail.id}/drop`, { because }),
    onSuccess: () => {
      toasts.done('Dropped. Its bytes stay on the desk.')
      onClose()
    },
    onSettled: () => client.invalidateQueries({ queryKey: key }),
  })
  return (
    <Sheet open size="narrow" title="Drop this mail" onClose={onClose}>
      <form
        className={places.dialog}
        onSubmit={(e) => {
          e.preventDefault()
          drop.mutate()
        }}
      >
        <p className="ink-2">
          “{mail.subject || 'No subject'}” becomes no ticket, and its sender is not told.
        </p>
        <Input
          label="Why"
          required
          value={because}
          error={drop.error ? sentenceOf(drop.error) : undefined}
          placeholder="Advertising"
          onChange={(e) => setBecause(e.target.value)}
        />
        <div className="row">
          <span className="grow" />
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={drop.isPending}
            off={because.trim() ? false : 'Say why first.'}
          >
            Drop
          </Button>
        </div>
      </form>
    </Sheet>
  )
}
