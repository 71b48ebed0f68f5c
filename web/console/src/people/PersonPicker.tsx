import { useState } from 'react'
import { usePeople } from '../api/queries'
import type { Me, PersonBrief } from '../api/types'
import { Avatar } from '../parts/Avatar'
import { Input } from '../parts/Forms'
import styles from './PersonPicker.module.css'

interface PersonPickerProps {
  me: Me
  /** "Nobody" is a choice too: the ticket goes back to its team. */
  nobody?: boolean
  agents?: boolean
  onPick: (person: PersonBrief | null) => void
}

/** Me first, then whoever fits what is typed. */
export function PersonPicker({ me, nobody, agents = true, onPick }: PersonPickerProps) {
  const [q, setQ] = useState('')
  const people = usePeople(q, agents)
  const others = (people.data ?? []).filter((p) => p.id !== me.id)
  const self = agents && me.name.toLowerCase().includes(q.toLowerCase())
  return (
    <div className={styles.picker}>
      <Input
        quiet
        label="Find a person"
        placeholder="Name or address"
        value={q}
        onChange={(e) => setQ(e.target.value)}
        autoFocus
      />
      <ul>
        {self && (
          <li>
            <button
              type="button"
              className="mi"
              onClick={() => onPick({ id: me.id, name: me.name, presence: me.presence })}
            >
              <Avatar name={me.name} presence={me.presence} size="s" />
              <span className="grow">Me</span>
            </button>
          </li>
        )}
        {others.map((p) => (
          <li key={p.id}>
            <button type="button" className="mi" onClick={() => onPick(p)}>
              <Avatar name={p.name} presence={p.presence} size="s" />
              <span className="grow trunc">{p.name}</span>
              {!agents && <span className="small ink-3 trunc">{p.email}</span>}
            </button>
          </li>
        ))}
        {nobody && q === '' && (
          <li>
            <button type="button" className="mi" onClick={() => onPick(null)}>
              <Avatar size="s" />
              <span className="grow">Nobody</span>
            </button>
          </li>
        )}
      </ul>
      {people.isSuccess && others.length === 0 && !self && (
        <p className="small ink-3">Nobody by that name.</p>
      )}
    </div>
  )
}
