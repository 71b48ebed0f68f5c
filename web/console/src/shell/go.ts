import type { IconName } from '../parts/Icon'

/** Where `G` and a letter lead; the navigation and the palette show the same places. */
export interface Place {
  id: string
  text: string
  to: string
  key: string
  icon: IconName
}

export const places: Place[] = [
  { id: 'mine', text: 'My work', to: '/queue/mine', key: 'G M', icon: 'circle-user-round' },
  { id: 'handovers', text: 'Handovers to accept', to: '/handovers', key: 'G H', icon: 'arrow-down-to-line' },
  { id: 'unassigned', text: 'Unassigned', to: '/queue/unassigned', key: 'G U', icon: 'circle-dashed' },
  { id: 'waiting', text: 'Waiting', to: '/queue/waiting', key: 'G W', icon: 'pause' },
  { id: 'shifts', text: 'Shifts', to: '/shifts', key: 'G T', icon: 'clock-4' },
  { id: 'know-how', text: 'Who knows what', to: '/know-how', key: 'G K', icon: 'badge-check' },
  { id: 'vendors', text: 'Vendors', to: '/vendors', key: 'G V', icon: 'building-2' },
  { id: 'lessons', text: 'Lessons', to: '/lessons', key: 'G L', icon: 'graduation-cap' },
]

/** Single places beside the lists. */
export const settingsPlace: Place = {
  id: 'settings',
  text: 'Settings',
  to: '/settings',
  key: 'G S',
  icon: 'wrench',
}

export const incidentsPlace: Place = {
  id: 'incidents',
  text: 'Major incidents',
  to: '/incidents',
  key: 'G I',
  icon: 'triangle-alert',
}

export function goKeys(go: (to: string) => void): Record<string, () => void> {
  const out: Record<string, () => void> = {}
  for (const p of [...places, incidentsPlace]) out[p.key] = () => go(p.to)
  for (const rank of [0, 1, 2, 3, 4]) out[`G ${rank}`] = () => go(`/queue/l${rank}`)
  return out
}
