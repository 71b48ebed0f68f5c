import { useMemo } from 'react'
import { sentenceOf } from '../../../api/problem'
import { useEffectOf } from '../../../api/promises'
import { Icon } from '../../../parts/Icon'
import { plural } from '../../../words/desk'
import { due } from '../../../words/time'
import { useNow } from '../../../words/useNow'
import { useLater } from '../noun/useLater'
import styles from './Promises.module.css'
import { clockWords } from './week'

/** Before saving: which open tickets' clocks a change would move, from when to when. */
export function Moves({ path, body }: { path: string; body: object | undefined }) {
  const now = useNow()
  const text = useLater(body === undefined ? '' : JSON.stringify(body), 400)
  const asked = useMemo(() => (text === '' ? undefined : (JSON.parse(text) as object)), [text])
  const answer = useEffectOf(path, asked)
  if (!asked || body === undefined) return null
  const e = answer.data
  return (
    <section className={styles.moves} aria-label="What this would move" aria-live="polite">
      {answer.isError ? (
        <p className="small ink-3">
          What it would move can be said when the form is right: {sentenceOf(answer.error)}
        </p>
      ) : !e ? (
        <p className="small ink-3">Looking what it would move…</p>
      ) : e.tickets === 0 ? (
        <p className="small ink-2">It moves no clock of {plural(e.open, 'open ticket')}.</p>
      ) : (
        <>
          <p className={e.late > 0 ? 'c-warn' : undefined}>
            <Icon name={e.late > 0 ? 'triangle-alert' : 'hourglass'} size="s" /> Saving moves clocks of{' '}
            <b className="m">{plural(e.tickets, 'open ticket')}</b> of {e.open}
            {e.late > 0 && <>; {plural(e.late, 'clock')} would be late at once</>}.
          </p>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
          <ul className={styles.moved} tabIndex={0} aria-label="Clocks that would move">
            {e.items.map((m) => (
              <li key={`${m.ref}.${m.clock}.${m.to ?? ''}.${m.from ?? ''}`}>
                <span className="mono ink-3">{m.ref}</span>
                <span className="grow trunc">{m.subject}</span>
                <span className="small ink-3">{clockWords[m.clock]}</span>
                <span className={`num small ${m.late ? 'c-danger' : ''}`}>
                  {m.from ? due(m.from, now) : 'none'} → {m.to ? due(m.to, now) : 'none'}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
