import { describe, expect, test } from 'vitest'
import type { LadderWire } from '../api/types'
import { directionOf, pickerRows } from './picker-rows'
import { foldStays, leastWidth, mostStays, plotShape, shareWidth } from './plot-geometry'
import { railKind, visitAt, visitsOf } from './rail-geometry'
import { sparkShape } from './spark-geometry'
import { inWords, returnedWords, type Stay, sentence, type WalkSummary } from './walk'
import { staysOf, summaryOf, usualRungs } from './wire'

const at = (time: string) => `2026-03-02T${time}:00.000Z`
const walk = (w: Partial<WalkSummary>): WalkSummary => ({
  rungs: usualRungs,
  now: 2,
  been: [1],
  offer: null,
  returns: 0,
  state: 'open',
  ...w,
})

describe('the sentence of a walk', () => {
  test.each([
    [walk({ offer: 3, returns: 1 }), 'At L2, second line, offered to L3, returned 1 time'],
    [walk({ now: 1, been: [] }), 'At L1, first line'],
    [walk({ now: 3, returns: 3 }), 'At L3, experts, returned 3 times'],
    [walk({ state: 'solved', offer: 3 }), 'Solved at L2, second line'],
  ])('%#', (w, words) => expect(sentence(w)).toBe(words))

  test('an acronym keeps its capitals, an unknown rung its number', () => {
    expect(inWords([{ rank: 2, name: 'NOC' }], 2)).toBe('NOC')
    expect(inWords([], 7)).toBe('L7')
  })

  test('returns are counted in words', () => {
    expect([0, 1, 2, 3].map(returnedWords)).toEqual([
      '',
      'returned once',
      'returned twice',
      'returned 3 times',
    ])
  })
})

describe('spark', () => {
  const kinds = (w: Partial<WalkSummary>) => sparkShape(walk(w)).dots.map((d) => d.kind)

  test('right is up, and a rung passed over stays pale on the line', () => {
    const s = sparkShape(walk({ now: 4, been: [0, 1, 2] }))
    expect(s.dots.map((d) => d.kind)).toEqual(['been', 'been', 'been', 'never', 'now'])
    expect(s.line).toBe('M6.5 8H58.5')
    expect(s.width).toBe(65)
  })

  test('who only stood on one rung has no line', () => {
    expect(sparkShape(walk({ now: 1, been: [] })).line).toBeNull()
  })

  test('an offer is a dashed dot and a dashed link that ends before both', () => {
    const s = sparkShape(walk({ offer: 3 }))
    expect(s.dots.map((d) => d.kind)).toEqual(['never', 'been', 'now', 'offer', 'never'])
    expect(s.offerLine).toBe('M38.5 8H41.5')
    expect(sparkShape(walk({ offer: 1 })).offerLine).toBe('M26.5 8H23.5')
    expect(sparkShape(walk({ offer: 2 })).offerLine).toBeNull()
  })

  test('a return hangs as an arc under two rungs; the count stands from two on', () => {
    const once = sparkShape(walk({ returns: 1 }))
    expect(once.bounce).toBe('M32.5 15.6Q26 21 19.9 14.4')
    expect(once.count).toBeNull()
    const thrice = sparkShape(walk({ now: 3, been: [1, 2], returns: 3 }))
    expect(thrice.bounce).toBe('M45.5 15.6Q39 21 32.9 14.4')
    expect(thrice.count).toEqual({ x: 50, text: '3' })
  })

  test('back on the lower rung, the arc still joins the two', () => {
    expect(sparkShape(walk({ now: 1, been: [2], returns: 1 })).bounce).toBe('M32.5 15.6Q26 21 19.9 14.4')
  })

  test('waiting is a smaller hollow disc, solved a tick and no offer', () => {
    expect(sparkShape(walk({ state: 'waiting' })).dots[2]?.r).toBe(2.4)
    const solved = sparkShape(walk({ state: 'solved', offer: 3 }))
    expect(solved.tick).toContain('8.2')
    expect(solved.offerLine).toBeNull()
    expect(kinds({ state: 'solved', offer: 3 })).toEqual(['never', 'been', 'solved', 'never', 'never'])
  })
})

const stay = (rank: number, seconds: number, more: Partial<Stay> = {}): Stay => ({
  rank,
  seconds,
  from: at('09:00'),
  to: null,
  kind: 'held',
  began: 'up',
  ...more,
})

describe('plot', () => {
  const size = { width: 250, row: 20 }

  test('widths follow working time, but no stay is narrower than seven pixels', () => {
    const w = shareWidth([1, 1, 10_000], 200)
    expect(w[0]).toBe(leastWidth)
    expect(w[1]).toBe(leastWidth)
    expect(w.reduce((a, b) => a + b)).toBeCloseTo(200)
  })

  test('lifting one stay never pushes its neighbour below the least', () => {
    for (const w of shareWidth([7, 7.5, 8, 100], 100)) expect(w).toBeGreaterThanOrEqual(leastWidth)
  })

  test('times of nothing share the width evenly', () => {
    expect(shareWidth([0, 0], 100)).toEqual([50, 50])
    expect(shareWidth([], 100)).toEqual([])
  })

  test('beyond eight stays the middle ones fold', () => {
    const many = Array.from({ length: 11 }, (_, i) => stay(1 + (i % 2), 60))
    const { kept, folded } = foldStays(many)
    expect(kept).toHaveLength(mostStays)
    expect(folded).toBe(4)
    expect(plotShape(usualRungs, many, 'open', size).fold?.text).toBe('+4')
    expect(foldStays(many.slice(0, 8)).folded).toBe(0)
  })

  test('a walk up, an offer that came back, and the present', () => {
    const s = plotShape(
      usualRungs,
      [
        stay(1, 600, { began: 'start' }),
        stay(2, 300, { kind: 'offered' }),
        stay(1, 600, { began: 'returned' }),
        stay(2, 600),
      ],
      'open',
      size,
    )
    expect(s.stretches.map((x) => x.kind)).toEqual(['held', 'wait', 'held', 'now'])
    expect(s.downs).toHaveLength(1)
    expect(s.ups).toHaveLength(2)
    expect(s.head).toEqual({ x: 246, y: 50 })
    expect(s.height).toBe(100)
  })

  test('a planned move down is not a return: no amber', () => {
    const s = plotShape(usualRungs, [stay(3, 60), stay(2, 60, { began: 'down' })], 'open', size)
    expect(s.downs).toHaveLength(0)
    expect(s.ups).toHaveLength(1)
  })

  test('while an offer is open the head stays with the holder', () => {
    const s = plotShape(usualRungs, [stay(1, 60), stay(2, 60, { kind: 'offered' })], 'open', size)
    expect(s.head?.y).toBe(70)
  })

  test('solved, nothing is "now"', () => {
    const s = plotShape(usualRungs, [stay(1, 60)], 'solved', size)
    expect(s.stretches[0]?.kind).toBe('held')
  })
})

const ladder = (
  stays: [number, 'held' | 'offered' | 'waiting' | 'solved', string, string?][],
): LadderWire => ({
  rungs: [],
  stays: stays.map(([rank, kind, from, to]) => ({
    rank,
    team: { id: String(rank), name: `Team ${rank}` },
    kind,
    from: at(from),
    to: to && at(to),
  })),
  returns: 1,
  hops: [{ at: at('09:30'), kind: 'return', from_rank: 2, to_rank: 1 }],
  waits: [],
  age_us: 0,
})
const noon = new Date(at('12:00'))

describe('the wire, as a walk', () => {
  // The holder keeps the ticket while it is on offer, so the desk's stays overlap.
  const desk = ladder([
    [1, 'held', '09:00', '10:00'],
    [2, 'offered', '09:15', '09:30'],
    [2, 'offered', '09:50', '10:00'],
    [2, 'held', '10:00', '10:30'],
    [2, 'waiting', '10:30', '11:00'],
    [2, 'held', '11:00'],
  ])

  test('an offer covers what it overlaps; waiting belongs to the rung', () => {
    const stays = staysOf(desk, noon)
    expect(stays.map((s) => [s.rank, s.kind, s.began, s.seconds / 60])).toEqual([
      [1, 'held', 'start', 15],
      [2, 'offered', 'up', 15],
      [1, 'held', 'returned', 20],
      [2, 'offered', 'up', 10],
      [2, 'held', 'taken', 120],
    ])
    expect(stays.at(-1)?.to).toBeNull()
  })

  test('what was solved stops', () => {
    const stays = staysOf(
      ladder([
        [1, 'held', '09:00', '09:10'],
        [1, 'solved', '09:10'],
      ]),
      noon,
    )
    expect(stays).toHaveLength(1)
    expect(stays[0]?.to).toBe(at('09:10'))
  })

  test('an offer that was withdrawn falls back without amber', () => {
    const w = ladder([
      [1, 'held', '08:00', undefined],
      [2, 'offered', '08:10', '08:20'],
    ])
    expect(staysOf(w, noon).map((s) => s.began)).toEqual(['start', 'up', 'down'])
  })

  test('a row tells the same', () => {
    const s = summaryOf({ seen: [1, 2], now: 2, returns: 0, paused: true, solved: false }, usualRungs)
    expect(s).toMatchObject({ now: 2, been: [1], offer: null, state: 'waiting' })
  })

  test('the rail shows visits, and only the last one is now', () => {
    const visits = visitsOf(desk, noon)
    expect(visits.map((v) => [v.rank, v.seconds / 60])).toEqual([
      [1, 60],
      [2, 120],
    ])
    expect(visitAt(visits, at('09:59'))).toBe(0)
    expect(visitAt(visits, at('10:00'))).toBe(1)
    expect([0, 1].map((i) => railKind(visits, i, false))).toEqual(['before', 'now'])
    expect(railKind(visits, 1, true)).toBe('before')
  })
})

describe('picker', () => {
  test('a rung is a direction, seen from where the ticket stands', () => {
    const rows = pickerRows(usualRungs, 2, { 3: '4 can take it' }, { 0: 'Write the article first' })
    expect(rows.map((r) => r.title)).toEqual([
      'Up to vendors',
      'Up to experts',
      'Sideways',
      'Back down to first line',
      'Self-service',
    ])
    expect(rows[1]?.note).toBe('4 can take it')
    expect(rows[4]).toMatchObject({ off: true, note: 'Write the article first' })
    expect([1, 2, 3].map((to) => directionOf(2, to))).toEqual(['down', 'sideways', 'up'])
  })
})
