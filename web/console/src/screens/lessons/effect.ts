import type { Lesson } from '../../api/types'

/** effectWords says what a lesson changed: how many like it came since, and how many needed no higher rung. */
export function effectWords(effect: Lesson['effect']): string {
  if (!effect || effect.later === 0) return ''
  const { later, first_line: first } = effect
  const alike = later === 1 ? '1 alike since' : `${later} alike since`
  if (first === 0) return `${alike}, none solved without climbing`
  if (first === later) return `${alike}, ${later === 1 ? 'solved' : 'all solved'} without climbing`
  return `${alike}, ${first} solved without climbing`
}
