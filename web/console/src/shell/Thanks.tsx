import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useThanks } from '../api/majors'
import { sentenceOf } from '../api/problem'
import type { Thank } from '../api/types'
import { Button } from '../parts/Button'
import { Icon } from '../parts/Icon'
import { Sheet } from '../parts/Overlays'
import { Failed, Skeleton } from '../parts/Surfaces'
import { moment } from '../words/time'
import { useNow } from '../words/useNow'
import styles from './Thanks.module.css'

/** How long the newest thanks stand above my work. */
const freshDays = 14

const fresh = (t: Thank, now: Date) => now.getTime() - new Date(t.at).getTime() < freshDays * 86_400_000

/** One quiet line above my work: the newest thanks. */
export function ThanksStrip({ me }: { me: string }) {
  const now = useNow()
  const [all, showAll] = useState(false)
  const newest = useThanks(me).data?.[0]
  if (!newest || !fresh(newest, now)) return null
  return (
    <div className={styles.strip}>
      <Icon name="thumbs-up" size="s" className="c-ok" />
      <span className="trunc">
        <b>{newest.from.name}</b> thanks you: {newest.text}
      </span>
      <span className="grow" />
      <span className="ink-3">{moment(newest.at, now)}</span>
      <Button look="ghost" size="small" onClick={() => showAll(true)}>
        All thanks
      </Button>
      {all && <ThanksSheet me={me} onClose={() => showAll(false)} />}
    </div>
  )
}

/** Everything that I was thanked for. */
export function ThanksSheet({ me, onClose }: { me: string; onClose: () => void }) {
  const now = useNow()
  const thanks = useThanks(me)
  return (
    <Sheet open size="narrow" icon="thumbs-up" title="Thanks" onClose={onClose}>
      {thanks.isError ? (
        <Failed sentence={sentenceOf(thanks.error)} again={() => void thanks.refetch()} />
      ) : thanks.isPending ? (
        <Skeleton rows={3} shape="line" />
      ) : thanks.data.length === 0 ? (
        <p className={styles.none}>
          Nobody has written yet. Colleagues say thanks from a ticket; customers when they rate one.
        </p>
      ) : (
        <ul className={styles.list}>
          {thanks.data.map((t) => (
            <li key={t.id}>
              <p>{t.text}</p>
              <span className="small ink-3">
                {t.from.name}
                {t.by_customer && ', customer'}, {moment(t.at, now)}{' '}
                {t.ref && (
                  <Link className="link" to="/tickets/$ref" params={{ ref: t.ref }} onClick={onClose}>
                    {t.ref}
                  </Link>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </Sheet>
  )
}
