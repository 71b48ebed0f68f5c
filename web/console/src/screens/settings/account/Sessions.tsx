import { useMutation } from '@tanstack/react-query'
import { sentenceOf } from '../../../api/problem'
import { client } from '../../../api/queries'
import { settingKeys, settings, useSessions } from '../../../api/settings'
import { Button } from '../../../parts/Button'
import { Icon } from '../../../parts/Icon'
import { Failed, Skeleton } from '../../../parts/Surfaces'
import { toasts } from '../../../toast/toasts'
import { ago } from '../../../words/time'
import { useNow } from '../../../words/useNow'
import places from '../Places.module.css'
import styles from '../Settings.module.css'
import { browserOf } from './browser'

/** Where I am signed in. */
export function Sessions() {
  const now = useNow()
  const list = useSessions()
  const end = useMutation({
    mutationFn: settings.endSession,
    onSuccess: () => toasts.done('That session is over'),
    onError: (err) => toasts.problem(sentenceOf(err)),
    onSettled: () => client.invalidateQueries({ queryKey: settingKeys.all('/sessions') }),
  })
  return (
    <section className={places.part} aria-labelledby="sessions">
      <h2 id="sessions">Where you are signed in</h2>
      {list.isPending && <Skeleton rows={2} shape="line" />}
      {list.isError && <Failed sentence={sentenceOf(list.error)} again={() => void list.refetch()} />}
      <ul className={styles.lines}>
        {list.data?.map((s) => (
          <li key={s.id}>
            <Icon name="monitor" size="s" className="ink-3" />
            <span className="grow trunc" title={s.agent}>
              {browserOf(s.agent)} <span className="small ink-3">from {s.address}</span>
            </span>
            <span className="small ink-3 nowrap">{s.current ? '' : ago(s.seen_at, now)}</span>
            {s.current ? (
              <span className="tag accent">this one</span>
            ) : (
              <Button
                size="small"
                label={`End the session of ${browserOf(s.agent)} from ${s.address}`}
                busy={end.isPending && end.variables === s.id}
                onClick={() => end.mutate(s.id)}
              >
                End
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
