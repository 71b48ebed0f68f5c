import { describe, expect, test } from 'vitest'
import type { Handing } from '../../api/types'
import { aheadWords, momentsOf } from './ahead-geometry'

const at = (h: number, m: number) => new Date(2026, 2, 4, h, m).toISOString()
const handing = (accept?: string, fix?: string, promise?: string, short = false): Handing => ({
  now: at(11, 28),
  accept: accept ? { target: 'Accept', length: 'PT15M', due_at: accept } : undefined,
  fix: fix ? { target: 'Fix', length: 'PT1H', due_at: fix } : undefined,
  promise: promise
    ? { kind: 'resolution', promise: 'SLA', run: 0, state: 'ok', left_us: 1, due_at: promise }
    : undefined,
  short,
})

describe('what the clocks do', () => {
  test('every moment has its time and its words', () => {
    const list = momentsOf(handing(at(11, 43), at(12, 43), at(12, 53)))
    expect(list.map((m) => [m.kind, m.top, m.bottom])).toEqual([
      ['now', 'now', '11:28'],
      ['accept', '11:43', 'accept, 15 m'],
      ['fix', '12:43', 'fix, 1 h'],
      ['promise', '12:53', 'promise stays'],
    ])
    expect(aheadWords(list, false)).toBe(
      'Clocks after the handover: now 11:28, accept by 11:43, fix by 12:43, the promise to the customer stays 12:53',
    )
  })

  test.each([
    [handing(at(11, 43), at(12, 43), at(12, 53))],
    [handing(at(11, 29), at(11, 30), at(18, 0))],
    [handing(at(17, 0), at(17, 1), at(17, 2))],
    [handing(at(11, 43))],
  ])('labels never touch and nothing leaves the line %#', (h) => {
    const xs = momentsOf(h).map((m) => m.x)
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(38)
    expect(Math.max(...xs)).toBeLessThanOrEqual(462)
    for (let i = 1; i < xs.length; i++) expect((xs[i] ?? 0) - (xs[i - 1] ?? 0)).toBeGreaterThanOrEqual(92)
  })

  test('a promise that ends before the work does stands before it, and says so', () => {
    const list = momentsOf(handing(at(12, 0), at(13, 1), at(13, 0), true))
    expect(list.map((m) => m.kind)).toEqual(['now', 'accept', 'promise', 'fix'])
    expect(list[2]?.bottom).toBe('promise ends first')
  })

  test('nothing is drawn where nothing is promised', () => expect(momentsOf(handing())).toEqual([]))
})
