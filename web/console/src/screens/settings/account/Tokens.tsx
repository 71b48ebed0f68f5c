import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { sentenceOf } from '../../../api/problem'
import { client } from '../../../api/queries'
import { settingKeys, settings, useTokens } from '../../../api/settings'
import type { Token } from '../../../api/settings-types'
import { Button } from '../../../parts/Button'
import { Icon } from '../../../parts/Icon'
import { Failed, Skeleton } from '../../../parts/Surfaces'
import { toasts } from '../../../toast/toasts'
import { ago, moment } from '../../../words/time'
import { useNow } from '../../../words/useNow'
import places from '../Places.module.css'
import styles from '../Settings.module.css'
import { NewToken } from './NewToken'

const forget = () => client.invalidateQueries({ queryKey: settingKeys.all('/tokens') })

/** What my scripts sign their calls with. */
export function Tokens({ administers }: { administers: boolean }) {
  const list = useTokens()
  const [making, setMaking] = useState(false)
  return (
    <section className={places.part} aria-labelledby="tokens">
      <header className="row">
        <h2 id="tokens">API tokens</h2>
        <span className="grow" />
        <Button size="small" icon="plus" onClick={() => setMaking(true)}>
          Make a token
        </Button>
      </header>
      {list.isPending && <Skeleton rows={2} shape="line" />}
      {list.isError && <Failed sentence={sentenceOf(list.error)} again={() => void list.refetch()} />}
      {list.data?.length === 0 && (
        <p className="small ink-3">
          None. A token lets a script use the desk in your name;{' '}
          <a className="link" href="/api/v1/docs">
            the API is described here
          </a>
          .
        </p>
      )}
      <ul className={styles.lines}>
        {list.data?.map((t) => (
          <Line key={t.id} token={t} />
        ))}
      </ul>
      {making && (
        <NewToken administers={administers} onClose={() => setMaking(false)} onMade={() => void forget()} />
      )}
    </section>
  )
}

function Line({ token }: { token: Token }) {
  const now = useNow()
  const [sure, setSure] = useState(false)
  const revoke = useMutation({
    mutationFn: () => settings.revokeToken(token.id),
    onSuccess: () => toasts.done(`${token.name} is revoked: what used it is refused from now on`),
    onError: (err) => toasts.problem(sentenceOf(err)),
    onSettled: forget,
  })
  const over = token.expires_at !== undefined && new Date(token.expires_at) <= now
  return (
    <li>
      <Icon name="key-round" size="s" className="ink-3" />
      <span className="grow trunc">
        {token.name} <span className="small ink-3">{token.scopes.join(', ').replace('*', 'everything')}</span>
      </span>
      <span className={`small nowrap ${over ? 'c-warn' : 'ink-3'}`}>
        {expiry(token, now, over)}
        {token.last_used_at ? `, used ${ago(token.last_used_at, now)}` : ', never used'}
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
            Revoke for good
          </Button>
          <Button size="small" look="ghost" onClick={() => setSure(false)}>
            Keep
          </Button>
        </>
      ) : (
        <Button size="small" label={`Revoke ${token.name}`} onClick={() => setSure(true)}>
          Revoke
        </Button>
      )}
    </li>
  )
}

function expiry(token: Token, now: Date, over: boolean): string {
  if (!token.expires_at) return 'never expires'
  return `${over ? 'expired' : 'until'} ${moment(token.expires_at, now)}`
}
