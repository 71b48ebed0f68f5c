import { useLevels } from '../api/queries'
import type { Rung } from './walk'
import { usualRungs } from './wire'

/** The desk's rungs, lowest first; the usual five until they are known. */
export function useRungs(): Rung[] {
  const levels = useLevels().data
  if (!levels || levels.length === 0) return usualRungs
  return levels.map(({ rank, name }) => ({ rank, name })).sort((a, b) => a.rank - b.rank)
}
