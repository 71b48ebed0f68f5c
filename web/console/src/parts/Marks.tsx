import type { ReactNode } from 'react'
import type { Load } from '../api/types'
import { short } from '../ladder/walk'
import { Icon, type IconName } from './Icon'

/** Small drawn marks: priority, load, completeness, tags and hops. */

export const priorityWords: Record<number, string> = { 1: 'critical', 2: 'high', 3: 'normal', 4: 'low' }

/** Priority as bars, so that it reads without colour; 1 is a red square with a mark. */
export function Priority({ value }: { value: number }) {
  const label = `Priority ${value}, ${priorityWords[value] ?? 'unset'}`
  if (value === 1)
    return (
      <svg className="prio p1" viewBox="0 0 14 14" role="img" aria-label={label}>
        <rect className="bg" width="14" height="14" rx="3" />
        <path d="M7 3.4v4.2M7 10.4v.1" />
      </svg>
    )
  const full = (n: number) => (5 - value >= n ? 'f' : '')
  return (
    <svg className={`prio p${value}`} viewBox="0 0 14 14" role="img" aria-label={label}>
      <rect className={full(1)} x="1" y="9" width="3" height="4" rx="1" />
      <rect className={full(2)} x="5.5" y="6" width="3" height="7" rx="1" />
      <rect className={full(3)} x="10" y="3" width="3" height="10" rx="1" />
    </svg>
  )
}

/** Five pips; full turns amber. The number stands in the label. */
export function LoadPips({ load }: { load: Load }) {
  const on = load.capacity > 0 ? Math.min(5, Math.ceil((load.now / load.capacity) * 5)) : 0
  return (
    <span
      className={`load${load.now >= load.capacity && load.capacity > 0 ? ' full' : ''}`}
      role="img"
      aria-label={`Load ${load.now} of ${load.capacity}`}
      title={`${load.now} of ${load.capacity} tickets in hand`}
    >
      {[0, 1, 2, 3, 4].map((i) => (
        <i key={i} className={i < on ? 'on' : ''} />
      ))}
    </span>
  )
}

/** One cell per field of a handover, empty where it says nothing. */
export function Completeness({ done, of }: { done: number; of: number }) {
  return (
    <span className="row gap-s">
      <span className="comp10" role="img" aria-label={`Complete ${done} of ${of}`}>
        {Array.from({ length: of }, (_, i) => (
          <i key={i} className={i < done ? '' : 'no'} />
        ))}
      </span>
      <span className="num" aria-hidden="true">
        {done}/{of}
      </span>
    </span>
  )
}

export type Tone = 'accent' | 'warn' | 'danger' | 'ok' | 'line'

export function Tag({ children, tone, icon }: { children: ReactNode; tone?: Tone; icon?: IconName }) {
  return (
    <span className={`tag ${tone ?? ''}`}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  )
}

/** "9 of 10": calm when enough was said, amber when the handover is thin. */
export function CompleteTag({ done, of, enough }: { done: number; of: number; enough: boolean }) {
  return (
    <Tag tone={enough ? 'ok' : 'warn'} icon={enough ? 'check' : 'circle-dashed'}>
      {done} of {of}
    </Tag>
  )
}

export type HopKind = 'up' | 'down' | 'back' | 'sideways' | 'project'

/** One move between rungs: solid up, outlined down or sideways, amber back. */
export function Hop({ from, to, kind }: { from: number; to: number; kind: HopKind }) {
  const look = kind === 'up' ? '' : kind === 'back' ? ' back' : ' q'
  const word = kind === 'back' ? 'Returned' : 'Handed over'
  const name = (rank: number) => (rank < 0 ? 'Project' : short(rank))
  return (
    <span className={`hop${look}`}>
      <span className="sr">{word} from </span>
      {name(from)} <Icon name="arrow-right" label="to" /> {name(to)}
    </span>
  )
}

export function Count({ n }: { n: number | undefined }) {
  if (n === undefined) return null
  return <span className="count">{n >= 999 ? '999+' : n}</span>
}
