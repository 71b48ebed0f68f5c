import { inWords, type Rung, short } from './walk'

export interface PickerRow {
  rank: number
  short: string
  title: string
  note: string
  off: boolean
}

/** pickerRows words each rung as a direction, seen from where the ticket stands; the highest comes first. */
export function pickerRows(
  rungs: Rung[],
  here: number,
  notes: Record<number, string>,
  off: Record<number, string>,
): PickerRow[] {
  return [...rungs]
    .sort((a, b) => b.rank - a.rank)
    .map(({ rank, name }) => ({
      rank,
      short: short(rank),
      title: title(rungs, rank, name, here),
      note: off[rank] ?? notes[rank] ?? (rank === here ? 'You are here' : ''),
      off: rank in off,
    }))
}

function title(rungs: Rung[], rank: number, name: string, here: number): string {
  if (rank === here) return 'Sideways'
  if (rank === 0) return name
  return rank > here ? `Up to ${inWords(rungs, rank)}` : `Back down to ${inWords(rungs, rank)}`
}

/** directionOf names the move from one rung to another as the API does. */
export function directionOf(here: number, to: number): 'up' | 'down' | 'sideways' {
  return to > here ? 'up' : to < here ? 'down' : 'sideways'
}
