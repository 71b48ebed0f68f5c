import { describe, expect, test } from 'vitest'
import type { PlanRow } from '../../api/shifts'
import { daysOf, hours, keyOf, mondayOf, piecesOf, spoken, step, weekTitle } from './week'

const now = new Date(2026, 2, 18, 11, 30)
const week = daysOf(mondayOf(undefined, now))
const day = (n: number) => {
  const d = week[n]
  if (!d) throw new Error('no such day')
  return d
}
const at = (d: number, h: number) => new Date(2026, 2, d, h).toISOString()
const row = (some: Partial<PlanRow> = {}): PlanRow => ({
  person: { id: '1', name: 'Tom Ashgrove' },
  time_zone: 'UTC',
  planned: true,
  spans: [],
  exceptions: [],
  shifts: [],
  can: {},
  ...some,
})

describe('a week', () => {
  test('begins on Monday, whatever day it is', () => {
    expect(keyOf(mondayOf(undefined, now))).toBe('2026-03-16')
    expect(keyOf(mondayOf('2026-03-22', now))).toBe('2026-03-16')
    expect(keyOf(mondayOf('nonsense', now))).toBe('2026-03-16')
  })

  test('is named', () => {
    expect(weekTitle(week)).toBe('16 to 22 March 2026')
    expect(weekTitle(daysOf(mondayOf('2026-03-31', now)))).toBe('30 March to 5 April 2026')
  })
})

describe('a day', () => {
  test('shows work that lies in it, begins in it, or ends in it', () => {
    expect(hours(at(16, 9), at(16, 17), day(0))).toBe('09:00–17:00')
    expect(hours(at(16, 22), at(17, 6), day(0))).toBe('from 22:00')
    expect(hours(at(16, 22), at(17, 6), day(1))).toBe('until 06:00')
    expect(hours(at(15, 0), at(19, 0), day(1))).toBe('all day')
    expect(hours(at(16, 16), at(17, 0), day(0))).toBe('16:00–24:00')
  })

  test('says why somebody is away only to those who may know', () => {
    const off = { id: '1', kind: 'off' as const, from: at(17, 0), to: at(18, 0), can_remove: false }
    expect(piecesOf(row({ exceptions: [off] }), day(1)).map((p) => p.text)).toEqual(['Away'])
    expect(piecesOf(row({ exceptions: [{ ...off, reason: 'sick' }] }), day(1)).map((p) => p.text)).toEqual([
      'Sick',
    ])
    expect(piecesOf(row({ exceptions: [off] }), day(2))).toEqual([])
  })

  test('is told to those who do not see it', () => {
    const pieces = piecesOf(row({ spans: [{ from: at(16, 9), to: at(16, 17) }] }), day(0))
    expect(spoken('Tom Ashgrove', day(0), pieces)).toBe('Tom Ashgrove, Monday 16 March: 09:00–17:00')
    expect(spoken('Tom Ashgrove', day(6), [])).toBe('Tom Ashgrove, Sunday 22 March: free')
  })
})

test('arrows move within the grid and stop at its edge', () => {
  expect(step('ArrowRight', { row: 0, day: 0 }, 3)).toEqual({ row: 0, day: 1 })
  expect(step('ArrowLeft', { row: 0, day: 0 }, 3)).toEqual({ row: 0, day: 0 })
  expect(step('ArrowDown', { row: 2, day: 4 }, 3)).toEqual({ row: 2, day: 4 })
  expect(step('End', { row: 1, day: 2 }, 3)).toEqual({ row: 1, day: 6 })
  expect(step('x', { row: 1, day: 2 }, 3)).toBeNull()
})
