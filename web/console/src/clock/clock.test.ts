import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { hearTime } from '../words/desk-time'
import { due, duration } from '../words/time'
import { leftWords, nextChange, type Reading, readingAt, turnWords } from './reading'
import { watch } from './watch'
import type { ClockBrief } from './wire'

const noon = new Date(2026, 2, 4, 12, 0).getTime()
const at = (ms: number) => new Date(noon + ms).toISOString()
const s = 1000
const m = 60 * s
const h = 60 * m

const runs = (dueIn: number, warnIn: number): ClockBrief => ({
  kind: 'work',
  promise: 'OLA',
  run: 0,
  state: 'ok',
  due_at: at(dueIn),
  soon_at: at(warnIn),
  left_us: dueIn * 1000,
})
const paused = (on: string): ClockBrief => ({
  kind: 'resolution',
  promise: 'SLA',
  run: 1,
  state: 'paused',
  left_us: 1,
  paused_on: on,
})

describe('what a clock says', () => {
  test.each([
    [runs(h + 16 * m, 30 * m), 'ok', '1 h 16 m'],
    [runs(h + 16 * m + 59 * s, 30 * m), 'ok', '1 h 16 m'],
    [runs(24 * m, -m), 'soon', '24 m'],
    [runs(5 * m, -m), 'soon', '5:00'],
    [runs(4 * m + 12 * s, -m), 'soon', '4:12'],
    [runs(500, -m), 'soon', '0:01'],
    [runs(4 * s, 2 * s), 'ok', '0:04'],
    [runs(0, -m), 'late', 'over'],
    [runs(-59 * s, -m), 'late', 'over'],
    [runs(-6 * m, -h), 'late', '6 m over'],
    [runs(-80 * h, -h), 'late', '3 d over'],
    [runs(11 * h, 10 * h), 'ok', '11 h'],
    [runs(29 * h, 20 * h), 'ok', 'Thu 17:00'],
    [runs(200 * h, 20 * h), 'ok', '12 Mar 20:00'],
    [paused('vendor'), 'paused', 'Vendor'],
    [paused('asked_back'), 'paused', 'Asked back'],
    [{ ...runs(20 * m, 10 * m), state: 'paused' as const, paused_on: 'asked_back' }, 'paused', 'Asked back'],
    [{ ...runs(9 * m, -m), state: 'paused' as const, paused_on: 'asked_back' }, 'soon', '9 m'],
  ])('%#', (c, state, value) => expect(readingAt(c, noon)).toMatchObject({ state, value }))

  test.each([
    [runs(h + 16 * m, 30 * m), '1 h 16 m left'],
    [runs(4 * m + 12 * s, -m), '4:12 left'],
    [runs(29 * h, 20 * h), 'by Thu 17:00'],
    [runs(200 * h, 20 * h), 'by 12 Mar 20:00'],
    [runs(-6 * m, -h), '6 m over'],
    [paused('vendor'), 'Vendor'],
  ])('where it stands alone %#', (c, words) => expect(leftWords(readingAt(c, noon))).toBe(words))

  test('the words that are said when it turns', () => {
    const c = runs(24 * m, -m)
    expect(turnWords('SL-48219', c, readingAt(c, noon))).toBe('SL-48219: due soon, OLA to fix, 24 m')
  })
})

describe('when it says something else', () => {
  test.each([
    [runs(h + 30 * s, 40 * m), 30 * s],
    [runs(h, 20 * s), 20 * s],
    [runs(5 * m + 10 * s, -m), 10 * s],
    [runs(4 * m + 200, -m), 200],
    [runs(-90 * s, -h), 30 * s],
    [runs(29 * h, 20 * h), 12 * h],
    [runs(20 * h, 18 * h), 8 * h],
    [paused('date'), Number.POSITIVE_INFINITY],
  ])('%#', (c, wait) => expect(nextChange(c, noon)).toBe(wait))
})

describe('turning', () => {
  beforeEach(() => void vi.useFakeTimers({ now: noon }))
  afterEach(() => void vi.useRealTimers())

  const listen = (c: ClockBrief) => {
    const said: Reading[] = []
    const stop = watch(c, (r) => said.push(r))
    return { said, stop }
  }

  test('amber at its warning and red at its deadline, to the second, with nobody asking', () => {
    const { said } = listen(runs(6 * s, 3 * s))
    vi.advanceTimersByTime(2999)
    expect(said.map((r) => r.state)).toEqual(['ok', 'ok'])
    vi.advanceTimersByTime(1)
    expect(said.at(-1)).toMatchObject({ state: 'soon', value: '0:03' })
    vi.advanceTimersByTime(2999)
    expect(said.at(-1)).toMatchObject({ state: 'soon', value: '0:01' })
    vi.advanceTimersByTime(1)
    expect(said.at(-1)).toMatchObject({ state: 'late', value: 'over' })
    vi.advanceTimersByTime(m)
    expect(said.at(-1)).toMatchObject({ value: '1 m over' })
  })

  test('once a minute, and each second only in the last five minutes', () => {
    const { said } = listen(runs(65 * m, 50 * m))
    vi.advanceTimersByTime(60 * m)
    expect(said).toHaveLength(60)
    vi.advanceTimersByTime(10 * s)
    expect(said).toHaveLength(70)
  })

  test('a warning between two minutes is not missed', () => {
    const { said } = listen(runs(2 * h, 90 * s))
    vi.advanceTimersByTime(90 * s)
    expect(said.at(-1)?.state).toBe('soon')
  })

  test('one that waits sets no timer, and one that is gone stops', () => {
    listen(paused('customer'))
    expect(vi.getTimerCount()).toBe(0)
    const { said, stop } = listen(runs(h, m))
    stop()
    vi.advanceTimersByTime(h)
    expect(said).toEqual([])
  })

  test('a laptop that is wrong follows the desk', () => {
    hearTime(new Date(noon + 10 * m).toUTCString(), noon)
    const { said } = listen(runs(11 * m, -m))
    vi.advanceTimersByTime(m)
    expect(said.at(-1)?.state).toBe('late')
    hearTime(new Date(noon + m).toUTCString(), noon + m + 900)
    expect(readingAt(runs(h, m), Date.now()).state).toBe('soon')
  })
})

test('moments to come, and lengths', () => {
  const now = new Date(noon)
  expect([at(h), at(29 * h), at(-h * 20), at(24 * 10 * h)].map((t) => due(t, now))).toEqual([
    '13:00',
    'Thu 17:00',
    'Tue 16:00',
    '14 Mar 12:00',
  ])
  expect(['PT4H', 'P2D', 'PT1H30M', 'PT15M', 'PT6S', 'soon'].map(duration)).toEqual([
    '4 h',
    '48 h',
    '1 h 30 m',
    '15 m',
    '6 s',
    'soon',
  ])
})
