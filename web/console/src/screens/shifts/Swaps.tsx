import { sentenceOf } from '../../api/problem'
import { rota, type Swap, useRota, useSwaps } from '../../api/shifts'
import type { Me } from '../../api/types'
import { Avatar } from '../../parts/Avatar'
import { Button } from '../../parts/Button'
import { Tag } from '../../parts/Marks'
import { toasts } from '../../toast/toasts'
import { clock, due } from '../../words/time'
import styles from './Shifts.module.css'

const states: Record<Swap['state'], string> = {
  proposed: 'waits for an answer',
  accepted: 'swapped',
  declined: 'declined',
  withdrawn: 'withdrawn',
}

/** My swaps: those that ask me first. */
export function Swaps({ me, now }: { me: Me; now: Date }) {
  const swaps = (useSwaps().data ?? []).filter((s) => s.state === 'proposed' || new Date(s.to_at) > now)
  const answer = useRota(rota.answer)
  if (swaps.length === 0) return null
  const say = (s: Swap, how: 'accept' | 'decline' | 'withdraw') =>
    answer.mutate([s.id, how], {
      onSuccess: () =>
        toasts.done(how === 'accept' ? 'Swapped' : how === 'decline' ? 'Declined' : 'Taken back'),
      onError: (err) => toasts.problem(sentenceOf(err), () => say(s, how)),
    })
  return (
    <section className={styles.swaps} aria-label="Swaps">
      <h2>Swaps</h2>
      <ul>
        {swaps.map((s) => {
          const mine = s.from.id === me.id
          const other = mine ? s.to : s.from
          return (
            <li key={s.id}>
              <Avatar name={other.name} presence={other.presence} />
              <span className="grow">
                <b>{mine ? 'You' : s.from.name}</b> {mine ? 'ask' : 'asks'} <b>{mine ? s.to.name : 'you'}</b>{' '}
                to work {stretch(s.from_at, s.to_at, now)}
                {s.back_from_at &&
                  s.back_to_at &&
                  ` and ${mine ? 'work' : 'works'} ${stretch(s.back_from_at, s.back_to_at, now)} in return`}
                {s.note && <span className="ink-2"> “{s.note}”</span>}
              </span>
              <Tag tone={s.state === 'accepted' ? 'ok' : s.state === 'proposed' ? 'accent' : undefined}>
                {states[s.state]}
              </Tag>
              {s.can.withdraw && (
                <Button size="small" icon="corner-up-left" onClick={() => say(s, 'withdraw')}>
                  Take back
                </Button>
              )}
              {s.can.decline && (
                <Button size="small" onClick={() => say(s, 'decline')}>
                  Decline
                </Button>
              )}
              {s.can.accept && (
                <Button
                  size="small"
                  look="primary"
                  icon="check"
                  busy={answer.isPending}
                  onClick={() => say(s, 'accept')}
                >
                  Swap
                </Button>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

const stretch = (from: string, to: string, now: Date) => `${due(from, now)} to ${clock(to)}`
