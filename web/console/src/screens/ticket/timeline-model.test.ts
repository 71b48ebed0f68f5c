import { describe, expect, test } from 'vitest'
import type { Entry, LadderWire } from '../../api/types'
import { sentenceOfEntry } from './entry-words'
import { bold, bullets, insert, plainWords } from './markdown-keys'
import { type Item, timelineItems } from './timeline-model'

const at = (time: string) => `2026-03-02T${time}:00.000Z`
let seq = 0
const entry = (kind: string, time: string, facts: Record<string, unknown> = {}, by = 'Mara'): Entry => {
  seq++
  return { seq, id: `e${seq}`, kind, at: at(time), by: { kind: 'person', name: by }, audience: 'team', facts }
}
const ladder: LadderWire = {
  rungs: [],
  stays: [
    { rank: 1, team: { id: '1', name: 'First line' }, kind: 'held', from: at('09:00'), to: at('10:00') },
    { rank: 2, team: { id: '2', name: 'Second line' }, kind: 'held', from: at('10:00') },
  ],
  returns: 0,
  hops: [],
  waits: [],
  age_us: 0,
}
const options = { now: new Date(at('11:00')), solved: false, seenSeq: 0 }
const look = (i: Item) =>
  i.kind === 'rung'
    ? `L${i.visit.rank} ${i.by ?? ''}`
    : i.kind === 'folded'
      ? `${i.entries.length} folded`
      : i.entry.kind

describe('timeline', () => {
  const entries = [
    entry('ticket.opened', '09:00'),
    entry('ticket.triaged', '09:01'),
    entry('ticket.assigned', '09:02'),
    entry('message.replied', '09:10'),
    entry('ticket.handed_over', '09:50'),
    entry('handover.accepted', '10:00', {}, 'Jun'),
    entry('ticket.waiting', '10:30'),
  ]

  test('rungs stand between the entries, the taking is told by the rung, system events fold', () => {
    expect(timelineItems(entries, ladder, options).map(look)).toEqual([
      'L1 ',
      'ticket.opened',
      '2 folded',
      'message.replied',
      'ticket.handed_over',
      'L2 Jun',
      'ticket.waiting',
    ])
  })

  test('the line is accent only under who holds it now, and under nobody when solved', () => {
    const rails = (solved: boolean) =>
      timelineItems(entries, ladder, { ...options, solved }).map((i) => i.rail)
    expect(rails(false).filter((r) => r === 'now')).toHaveLength(2)
    expect(rails(true)).not.toContain('now')
  })

  test('what came since the last look is marked', () => {
    const items = timelineItems(entries, ladder, { ...options, seenSeq: entries[3]?.seq ?? 0 })
    expect(items.filter((i) => i.kind === 'entry' && i.fresh).map(look)).toEqual(['ticket.handed_over'])
  })
})

describe('words of an event', () => {
  test.each([
    ['ticket.assigned', { name: 'Mara' }, 'Mara took it'],
    ['ticket.assigned', { name: 'Jun' }, 'Mara gave it to Jun'],
    ['ticket.assigned', {}, 'Mara gave it back to the team'],
    ['ticket.waiting', { on: 'customer', question: 'Which desk?' }, 'Mara waits for: customer. Which desk?'],
    ['ticket.edited', { tags: ['vpn'], priority: 2 }, 'Mara changed the priority to 2, the tags to vpn'],
    ['ticket.linked', { link: { ref: 'SL-7' } }, 'Mara linked SL-7'],
    ['ticket.made_up', {}, 'Mara: ticket made up'],
  ])('%s %#', (kind, facts, words) => expect(sentenceOfEntry(entry(kind, '09:00', facts))).toBe(words))
})

describe('the composer', () => {
  test('bold goes on and off', () => {
    const on = bold({ text: 'a cat', start: 2, end: 5 })
    expect(on).toEqual({ text: 'a **cat**', start: 4, end: 7 })
    expect(bold(on)).toEqual({ text: 'a cat', start: 2, end: 5 })
  })

  test('a list takes whole lines, and goes off again', () => {
    const on = bullets({ text: 'one\ntwo', start: 1, end: 5 })
    expect(on.text).toBe('- one\n- two')
    expect(bullets({ ...on, start: 0, end: on.text.length }).text).toBe('one\ntwo')
  })

  test('a mention keeps a space on both sides', () => {
    expect(insert({ text: 'ask', start: 3, end: 3 }, '@Jun').text).toBe('ask @Jun ')
    expect(insert({ text: 'a b', start: 2, end: 2 }, '@Jun').text).toBe('a @Jun b')
  })

  test('our own words and long sentences are noticed', () => {
    expect(plainWords('We escalated it to L2.')).toMatchObject({ ok: false })
    expect(plainWords(`${'word '.repeat(21)}.`)).toMatchObject({ ok: false })
    expect(plainWords('Jun writes by noon. There is nothing you need to do.').ok).toBe(true)
  })
})
