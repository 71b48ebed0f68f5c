import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { keys } from '../api/keys'
import { desk } from '../api/mutations'
import { sentenceOf } from '../api/problem'
import { client, useCounts, useNotices } from '../api/queries'
import { Icon } from '../parts/Icon'
import { Popover } from '../parts/Overlays'
import { Failed } from '../parts/Surfaces'
import { brief } from '../words/time'
import { useNow } from '../words/useNow'
import styles from './Notices.module.css'

/** What concerns me: mentions, answers to my handovers, lessons. Looking at them is reading them. */
export function Notices({ railed }: { railed: boolean }) {
  const [open, setOpen] = useState(false)
  const unseen = useCounts().data?.notices ?? 0
  const notices = useNotices(open)
  const now = useNow()
  const look = (next: boolean) => {
    setOpen(next)
    // They keep their accent while one reads, and are old news once the list closes.
    if (next || unseen === 0) return
    desk
      .seeNotices()
      .then(() =>
        Promise.all([keys.counts, keys.notices].map((queryKey) => client.invalidateQueries({ queryKey }))),
      )
      .catch(() => {
        // They simply stay new; the next look tries again.
      })
  }
  return (
    <Popover
      title="Notices"
      open={open}
      onOpenChange={look}
      trigger={
        <button type="button" className="ni" aria-label={unseen > 0 ? `Notices, ${unseen} new` : 'Notices'}>
          <Icon name="bell" />
          {!railed && <span className="trunc">Notices</span>}
          {unseen > 0 && <span className="badge">{unseen}</span>}
        </button>
      }
    >
      <ul className={styles.list}>
        {notices.data?.items.map((n) => (
          <li key={n.id}>
            <Link
              className={`mi ${n.seen ? '' : styles.fresh}`}
              to={n.ticket ? `/tickets/${n.ticket.ref}` : (n.link ?? '/')}
              onClick={(e) => e.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover()}
            >
              <span className="grow">
                <span className={styles.text}>{n.text}</span>
                {n.ticket && (
                  <span className="small ink-3 trunc">
                    {n.ticket.ref} {n.ticket.subject}
                  </span>
                )}
              </span>
              <time className="small ink-3 num" dateTime={n.at}>
                {brief(n.at, now)}
              </time>
            </Link>
          </li>
        ))}
      </ul>
      {notices.data?.items.length === 0 && (
        <p className={styles.none}>Nothing that concerns you. Mentions and answers appear here.</p>
      )}
      {notices.isError && (
        <Failed sentence={sentenceOf(notices.error)} again={() => void notices.refetch()} />
      )}
    </Popover>
  )
}
