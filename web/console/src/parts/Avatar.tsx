import type { Presence } from '../api/types'
import { hue, initials } from './initials'

const words: Record<Presence, string> = { here: 'here', away: 'away', busy: 'busy', off: 'off' }

interface AvatarProps {
  name?: string | null
  presence?: Presence
  size?: 's' | 'l' | 'xl'
}

/** A person as initials; presence is a shape as well as a colour. Nobody is a dashed ring. */
export function Avatar({ name, presence, size }: AvatarProps) {
  if (!name)
    return <span className={`av none ${size ?? ''}`} role="img" aria-label="Unassigned" title="Unassigned" />
  const label = presence ? `${name}, ${words[presence]}` : name
  return (
    <span
      className={`av h${hue(name)} ${size ?? ''}`}
      data-p={presence}
      role="img"
      aria-label={label}
      title={label}
    >
      {initials(name)}
    </span>
  )
}

/** A team as a square with its rung. */
export function TeamAvatar({ text, size }: { text: string; size?: 's' | 'l' }) {
  return (
    <span className={`av sq h6 ${size ?? ''}`} aria-hidden="true">
      {text}
    </span>
  )
}

/** Several people, overlapping a little. */
export function Avatars({ names }: { names: string[] }) {
  return (
    <span className="avs">
      {names.map((n) => (
        <Avatar key={n} name={n} size="s" />
      ))}
    </span>
  )
}
