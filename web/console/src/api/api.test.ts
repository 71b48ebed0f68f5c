import { describe, expect, test } from 'vitest'
import { queueSearch, safeTarget } from '../address'
import { urlOf } from './client'
import { activeFilters, requestOf, scopeOf, wordOf } from './filters'
import { keys } from './keys'
import { touchedBy } from './live'
import { offlineProblem, problemOf, sentenceOf } from './problem'

describe('addresses', () => {
  test.each(['mine', 'unassigned', 'waiting', 'all', 'l0', 'l4', 'team-17'])('%s names a list', (word) => {
    expect(wordOf(scopeOf(word))).toBe(word)
  })

  test('a word that names no list is my work', () => {
    expect(scopeOf('nonsense')).toEqual({ kind: 'mine' })
  })

  test('a list becomes a request; a view keeps its rung', () => {
    expect(requestOf({ kind: 'rung', rank: 2 }, { priority: '1' })).toEqual({
      path: '/views/rung/tickets',
      query: { level: '2', priority: '1' },
    })
    expect(requestOf({ kind: 'team', team: '17' }, { view: 'bounced' })).toEqual({
      path: '/views/bounced/tickets',
      query: { team: '17' },
    })
  })

  test('filters count for "Clear 2 filters"; view and order do not', () => {
    expect(
      activeFilters({ state: 'open', q: 'vpn', view: 'bounced', sort: 'opened' }).map((f) => f.name),
    ).toEqual(['state', 'q'])
  })

  test('an address keeps what the list understands and drops the rest', () => {
    expect(queueSearch({ state: 'open', priority: 1, at: 'SL-7', evil: 'x', q: '' })).toEqual({
      state: 'open',
      priority: '1',
      at: 'SL-7',
    })
  })

  test.each([
    ['/queue/l2?at=SL-7', '/console/queue/l2?at=SL-7'],
    ['/console/tickets/SL-7', '/console/tickets/SL-7'],
    ['https://evil.example/', '/console/'],
    ['//evil.example/', '/console/'],
    ['/\\evil.example', '/console/'],
    ['/sign-in?to=/x', '/console/'],
    ['/console/sign-in', '/console/'],
    [undefined, '/console/'],
  ])('after signing in, %s leads to %s', (to, target) => expect(safeTarget(to)).toBe(target))
})

describe('requests', () => {
  test('empty filters are left out, repeated ones repeat', () => {
    expect(urlOf('/tickets', { q: '', state: ['new', 'open'], limit: 50, cursor: undefined })).toBe(
      '/api/v1/tickets?state=new&state=open&limit=50',
    )
  })

  test('a refusal speaks with the words of the desk', () => {
    const p = problemOf(409, { type: 'urn:x', title: 'Conflict', detail: 'SL-1 is closed; reopen it first.' })
    expect(p.sentence).toBe('SL-1 is closed; reopen it first.')
    expect(p.stale).toBe(true)
    expect(sentenceOf(p)).toBe(p.sentence)
  })

  test('a refusal without words still says what to do', () => {
    expect(problemOf(404, '<html>').missing).toBe(true)
    expect(problemOf(502, undefined).sentence).toContain('try again')
    expect(offlineProblem().offline).toBe(true)
  })

  test('the fields that were wrong are named', () => {
    const p = problemOf(422, { errors: [{ field: 'body.subject', message: 'is empty' }, 'odd'] })
    expect(p.fields).toEqual([{ field: 'subject', text: 'is empty' }])
  })

  test('what broke on our side never shows its own words', () => {
    expect(sentenceOf(new TypeError('x is undefined'))).not.toContain('undefined')
  })
})

describe('a live event', () => {
  test('makes its ticket and the lists stale', () => {
    expect(touchedBy({ kind: 'message.noted', ref: 'SL-7' })).toEqual([
      keys.lists,
      keys.counts,
      keys.ticket('SL-7'),
      keys.timeline('SL-7'),
    ])
  })

  test.each(['ticket.handed_over', 'handover.accepted', 'handover.returned'])(
    '%s reaches the inbox',
    (kind) => {
      expect(touchedBy({ kind })).toContain(keys.handovers)
    },
  )
})
