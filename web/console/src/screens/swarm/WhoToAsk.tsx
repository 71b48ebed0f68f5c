import type { ReactNode } from 'react'
import type { Named } from '../../api/types'
import { Avatar } from '../../parts/Avatar'
import { Button } from '../../parts/Button'
import { Icon } from '../../parts/Icon'
import { Chooser } from '../settings/parts/Chooser'
import { useAgentChoices, useTeamChoices } from '../settings/parts/choices'
import styles from './Swarm.module.css'

/** Who is to be asked in. */
export interface Asked {
  people: Named[]
  teams: Named[]
}

export const nobody: Asked = { people: [], teams: [] }

interface WhoToAskProps {
  asked: Asked
  /** Who is in it already. */
  taken: string[]
  onChange: (asked: Asked) => void
}

/** People by name, and teams: of a team the best who is there looks. */
export function WhoToAsk({ asked, taken, onChange }: WhoToAskProps) {
  const { people, teams } = asked
  const less = (list: Named[], one: Named) => list.filter((x) => x.id !== one.id)
  return (
    <div className="fld">
      <span className="label">Who looks at it with you</span>
      {people.length + teams.length > 0 && (
        <ul className={styles.chosen}>
          {people.map((p) => (
            <One key={p.id} of={p} onLess={() => onChange({ ...asked, people: less(people, p) })}>
              <Avatar name={p.name} size="s" />
            </One>
          ))}
          {teams.map((t) => (
            <One
              key={t.id}
              of={t}
              hint="the best who is there"
              onLess={() => onChange({ ...asked, teams: less(teams, t) })}
            >
              <Icon name="users-round" size="s" />
            </One>
          ))}
        </ul>
      )}
      <span className={styles.adds}>
        <Chooser
          text="Add a person"
          useChoices={useAgentChoices}
          taken={[...taken, ...people.map((p) => p.id)]}
          onPick={(p) => onChange({ ...asked, people: [...people, { id: p.id, name: p.name }] })}
        />
        <Chooser
          text="Add a team"
          useChoices={useTeamChoices}
          taken={teams.map((t) => t.id)}
          onPick={(t) => onChange({ ...asked, teams: [...teams, { id: t.id, name: t.name }] })}
        />
      </span>
    </div>
  )
}

interface OneProps {
  of: Named
  hint?: string
  onLess: () => void
  children: ReactNode
}

function One({ of, hint, onLess, children }: OneProps) {
  return (
    <li>
      {children}
      <span className="grow trunc">
        {of.name} {hint && <span className="ink-3">{hint}</span>}
      </span>
      <Button look="ghost" size="small" icon="x" label={`Do not ask ${of.name}`} onClick={onLess} />
    </li>
  )
}
