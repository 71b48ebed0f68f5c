import { describe, expect, it } from 'vitest'
import type { Rest } from '../../api/types'
import { restWords } from './rest-words'

const now = new Date(2026, 2, 16, 11, 40)
const rest = (r: Partial<Rest>): Rest => ({ ours: 0, resting: 0, lessons: 0, ...r })
const at = (day: number, hour: number, minute: number) => new Date(2026, 2, day, hour, minute).toISOString()

describe('the empty queue', () => {
  it('says that all is seen to only when it is', () => {
    expect(restWords(rest({ ours: 18, resting: 18 }), now)).toBe(
      'All 18 are answered, handed over or waiting on someone else.',
    )
    expect(restWords(rest({ ours: 18, resting: 17 }), now)).not.toContain('18')
    expect(restWords(undefined, now)).not.toContain('promise')
  })
  it('names the next promise by its clock today, by its day otherwise', () => {
    const next = (due_at: string) => rest({ next: { ref: 'SL-1', clock: 'work', due_at } })
    expect(restWords(next(at(16, 13, 31)), now)).toContain('The next promise is due at 13:31.')
    expect(restWords(next(at(18, 9, 0)), now)).toContain('The next promise is due Wed 09:00.')
  })
})
