import { describe, expect, test } from 'vitest'
import type { Me } from '../api/types'
import { footOf, presenceItems } from './presence'

const now = new Date(2026, 2, 16, 11, 30)
const at = (h: number) => new Date(2026, 2, 16, h).toISOString()
const me = (some: Partial<Me> = {}) =>
  ({
    presence: 'here',
    load: { now: 3, capacity: 5 },
    shift: { planned: true, on: true, until: at(18) },
    ...some,
  }) as Me

describe('the line under my name', () => {
  test('says until when I work', () => {
    expect(footOf(me(), now)).toBe('Until 18:00')
    expect(footOf(me({ shift: { planned: false, on: true } }), now)).toBe('3 in hand')
  })
  test('says when I am back', () => {
    expect(footOf(me({ presence: 'away', back_at: at(12) }), now)).toBe('Back 12:00')
    expect(footOf(me({ presence: 'away' }), now)).toBe('On a break')
  })
  test('says when the next shift begins', () => {
    expect(footOf(me({ shift: { planned: true, on: false, next: at(14) } }), now)).toBe('From 14:00')
  })
})

describe('my choices', () => {
  const ids = (m: Me) => presenceItems(m, now).map((i) => i.id)
  test('leave out what I am', () => {
    expect(ids(me())).toEqual(['break-15', 'break-30', 'break-60', 'busy', 'off'])
    expect(ids(me({ presence: 'away' }))).toEqual(['here', 'break-15', 'break-30', 'break-60', 'busy', 'off'])
  })
  test('say when a break ends', () => {
    expect(presenceItems(me(), now)[0]?.label).toBe('Break for 15 minutes, back 11:45')
  })
})
