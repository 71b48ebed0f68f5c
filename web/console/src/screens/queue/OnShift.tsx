import type { Scope } from '../../api/filters'
import { useTeams } from '../../api/queries'
import { type Present, useTeamsNow } from '../../api/shifts'
import type { Team } from '../../api/types'
import { Avatar } from '../../parts/Avatar'
import { Button } from '../../parts/Button'
import { LoadPips } from '../../parts/Marks'
import { Popover } from '../../parts/Overlays'
import { useGo } from '../../shell/useGo'
import { due } from '../../words/time'
import { useNow } from '../../words/useNow'
import styles from './Queue.module.css'

const faces = 4

/** Who of a queue's teams is on shift: faces and a number; opened, each with their end and load. */
export function OnShift({ scope }: { scope: Scope }) {
  const teams = (useTeams().data ?? []).filter((t) => belongs(t, scope)).map((t) => t.id)
  const people = useTeamsNow(teams)
  const on = people.filter((p) => p.on)
  if (people.length === 0) return null
  const shown = on.slice(0, faces)
  return (
    <Popover
      title="On shift"
      trigger={
        <button type="button" className={styles.onshift} aria-label={`${on.length} on shift`}>
          <span className="avs" aria-hidden="true">
            {shown.map((p) => (
              <Avatar key={p.person.id} name={p.person.name} size="s" />
            ))}
          </span>
          <span>{on.length} on shift</span>
        </button>
      }
    >
      <People people={people} />
    </Popover>
  )
}

function belongs(t: Team, scope: Scope): boolean {
  if (scope.kind === 'team') return t.id === scope.team
  return scope.kind === 'rung' && t.level?.rank === scope.rank
}

function People({ people }: { people: Present[] }) {
  const now = useNow()
  const go = useGo()
  return (
    <>
      <ul className={styles.present}>
        {people.map((p) => (
          <li key={p.person.id}>
            <Avatar name={p.person.name} presence={p.person.presence} size="s" />
            <span className="grow trunc">{p.person.name}</span>
            <span className="small ink-3">{until(p, now)}</span>
            <LoadPips load={p.load} />
          </li>
        ))}
      </ul>
      <Button size="small" icon="clock-4" className={styles.allshifts} onClick={() => go('/shifts')}>
        All shifts
      </Button>
    </>
  )
}

/** until says when that changes: "back 14:30", "until 18:00", "from Tue 09:00". */
function until(p: Present, now: Date): string {
  if (!p.on) return p.next ? `from ${due(p.next, now)}` : 'off shift'
  if (p.back_at) return `back ${due(p.back_at, now)}`
  return p.until ? `until ${due(p.until, now)}` : ''
}
