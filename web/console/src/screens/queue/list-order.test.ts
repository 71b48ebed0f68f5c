import { describe, expect, test } from 'vitest'
import type { Row } from '../../api/types'
import { placeIn } from './last-list'
import { afterAction, flat, groupOf, linesOf, range, reachable, settle, step } from './list-order'

const noon = new Date(2026, 2, 4, 12, 0).getTime()
const hours = (n: number) => new Date(noon + n * 3600_000).toISOString()
const row = (ref: string, dueIn: number | null = 3, state: Row['state'] = 'open') =>
  ({
    ref,
    state,
    clock:
      dueIn === null
        ? undefined
        : { kind: 'work', promise: 'OLA', run: 0, state: 'ok', left_us: 0, due_at: hours(dueIn) },
  }) as Row
const waits = (ref: string) => {
  const clock = { kind: 'work', promise: 'OLA', run: 0, state: 'paused', left_us: 0, paused_on: 'vendor' }
  return { ref, state: 'waiting', clock } as Row
}

describe('groups', () => {
  test.each([
    [row('over', -30), 'soon'],
    [row('a', 2), 'soon'],
    [row('a', 2.1), 'today'],
    [row('a', 11.9), 'today'],
    [row('a', 12), 'later'],
    [row('nothing is promised', null), 'later'],
    [waits('a'), 'waiting'],
    [row('a vendor must answer', 1, 'waiting'), 'soon'],
    [row('waits, nothing is promised', null, 'waiting'), 'waiting'],
    [row('a', -1, 'resolved'), 'solved'],
  ])('%#', (r, group) => expect(groupOf(r, noon)).toBe(group))

  test('heads stand only over rows, and a folded one hides them from the keys', () => {
    const rows = [row('a', 1), row('c', 2), row('b', 3)]
    const lines = linesOf(rows, new Set(), noon)
    expect(lines.map((l) => (l.kind === 'group' ? `${l.group.id} ${l.count}` : l.row.ref))).toEqual([
      'soon 2',
      'a',
      'c',
      'today 1',
      'b',
    ])
    expect(reachable(linesOf(rows, new Set(['soon']), noon))).toEqual(['b'])
    expect(reachable(flat([...rows].reverse()))).toEqual(['b', 'c', 'a'])
  })
})

describe('moving', () => {
  const refs = ['a', 'b', 'c']
  test('stops at both ends, and enters from outside', () => {
    expect(step(refs, 'c', 1)).toBe('c')
    expect(step(refs, 'a', -1)).toBe('a')
    expect(step(refs, undefined, 1)).toBe('a')
    expect(step(refs, 'gone', -1)).toBe('c')
    expect(step([], 'a', 1)).toBeUndefined()
  })

  test('after an action the focus goes to the next row that is left', () => {
    expect(afterAction(refs, new Set(['b']), 'b')).toBe('c')
    expect(afterAction(refs, new Set(['b', 'c']), 'b')).toBe('a')
    expect(afterAction(refs, new Set(refs), 'b')).toBeUndefined()
  })

  test('extending selects from the anchor, either way', () => {
    expect(range(refs, 'a', 'c')).toEqual(refs)
    expect(range(refs, 'c', 'b')).toEqual(['b', 'c'])
    expect(range(refs, undefined, 'b')).toEqual(['b'])
  })
})

describe('settling', () => {
  test('known rows change in place, gone ones go, new ones wait', () => {
    const latest = [row('new', 1), { ...row('b', 1), priority: 1 }, row('a', 3)]
    const { rows, waiting } = settle(['a', 'gone', 'b'], latest)
    expect(rows.map((r) => r.ref)).toEqual(['a', 'b'])
    expect(rows[1]?.priority).toBe(1)
    expect(waiting).toBe(1)
  })
})

test('a ticket knows its place in the list it came from', () => {
  const list = { title: 'Second line', href: '/console/queue/l2', refs: ['a', 'b', 'c'] }
  expect(placeIn(list, 'b')).toMatchObject({ at: 2, of: 3, before: 'a', after: 'c' })
  expect(placeIn(list, 'x')).toBeNull()
  expect(placeIn(null, 'a')).toBeNull()
})
