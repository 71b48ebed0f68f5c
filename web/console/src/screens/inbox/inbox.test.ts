import { describe, expect, test } from 'vitest'
import type { Handover } from '../../api/types'
import { effectWords } from '../lessons/effect'
import { backWithUs, groupsOf, nextOf, waitingIn } from './box'
import { blank, lackOfReturn, openFirst, readReturning, wireOfReturn } from './return-form'

const spark = { seen: [1], now: 1, returns: 0, paused: false, solved: false }
const handover = (id: string, some: Partial<Handover> = {}) =>
  ({
    id,
    state: 'offered',
    fits_me: false,
    from: { rank: 1 },
    ticket: { ref: id },
    offered_at: '2026-03-02T12:00:00Z',
    spark,
    ...some,
  }) as Handover
const ids = (groups: { id: string; items: Handover[] }[]) =>
  groups.map((g) => `${g.id}: ${g.items.map((h) => h.id).join(' ')}`)

describe('a box', () => {
  const some = [handover('a'), handover('b', { fits_me: true }), handover('c')]

  test('shows first what fits me', () => {
    expect(ids(groupsOf('to_us', some, new Map()))).toEqual(['mine: b', 'team: a c'])
  })

  test('hides what is on its way back, until it is undone', () => {
    const answers = new Map([
      ['b', { state: 'leaving' as const }],
      ['c', { state: 'failed' as const, sentence: 'No' }],
    ])
    expect(ids(groupsOf('to_us', some, answers))).toEqual(['team: a c'])
  })

  test('splits what waits from what is over', () => {
    const sent = [handover('a'), handover('b', { state: 'accepted' })]
    expect(ids(groupsOf('sent', sent, new Map()))).toEqual(['open: a', 'answered: b'])
    expect(waitingIn('sent', sent)).toBe(1)
  })

  test('counts as back only what nobody has moved on', () => {
    const back = [
      handover('a'),
      handover('b', { spark: { ...spark, offered: 2 } }),
      handover('c', { spark: { ...spark, solved: true } }),
      handover('d', { spark: { ...spark, now: 2 } }),
    ]
    const again = handover('e', {
      ticket: { ref: 'a' } as Handover['ticket'],
      offered_at: '2026-03-03T12:00:00Z',
    })
    expect(ids(groupsOf('returned', [again, ...back], new Map()))).toEqual(['back: e', 'gone: a b c d'])
    expect(back.map(backWithUs)).toEqual([true, false, false, false])
    expect(waitingIn('returned', back)).toBe(1)
  })

  test.each([
    ['a', 'b'],
    ['c', 'b'],
    ['x', 'a'],
  ])('after %s the focus goes to %s', (gone, next) => expect(nextOf(['a', 'b', 'c'], gone)).toBe(next))
})

describe('a return', () => {
  test.each([
    [{}, 'missing'],
    [{ missing: ['Device'] }, 'note'],
    [{ missing: ['Device'], note: 'Please' }, null],
    [{ reason: 'lower_can', note: ' ' }, 'note'],
    [{ reason: 'answer_known', note: 'See' }, 'article'],
    [{ reason: 'duplicate', note: 'See' }, 'duplicate'],
    [{ reason: 'wrong_team', note: 'Theirs' }, null],
  ])('needs what its reason asks for, and a note: %#', (some, lack) =>
    expect(lackOfReturn({ ...blank, ...some })).toBe(lack),
  )

  test('sends only what its reason asks for', () => {
    const all = { ...blank, missing: ['a'], team: '2', article: ' KB-1 ', duplicate: 'SL-7', note: ' n ' }
    const wires = ['missing_information', 'lower_can', 'wrong_team', 'answer_known', 'duplicate'].map(
      (reason) => wireOfReturn({ ...all, reason }),
    )
    expect(wires).toEqual([
      { reason: 'missing_information', missing: ['a'], note: 'n' },
      { reason: 'lower_can', note: 'n' },
      { reason: 'wrong_team', team: '2', note: 'n' },
      { reason: 'answer_known', article: 'KB-1', note: 'n' },
      { reason: 'duplicate', duplicate_of: 'SL-7', note: 'n' },
    ])
  })

  test('is kept as a draft', () => {
    expect(readReturning(JSON.stringify({ ...blank, note: 'half' })).note).toBe('half')
    for (const broken of ['', '{oops', '3', '{"missing":4}']) expect(readReturning(broken)).toEqual(blank)
  })

  test('offers the open points first', () => {
    const item = (id: string, done: boolean) => ({ id, label: id, done })
    expect(openFirst([item('a', true), item('b', false)]).map((c) => c.id)).toEqual(['b', 'a'])
  })
})

test.each([
  [0, 0, ''],
  [1, 1, '1 alike since, solved without climbing'],
  [4, 4, '4 alike since, all solved without climbing'],
  [4, 3, '4 alike since, 3 solved without climbing'],
  [2, 0, '2 alike since, none solved without climbing'],
])('a lesson says what it changed: %d later, %d at first line', (later, first_line, words) =>
  expect(effectWords({ later, first_line })).toBe(words),
)
