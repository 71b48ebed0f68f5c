import { expect, test } from 'vitest'
import type { Handover, Swarm, TeamBrief } from '../../api/types'
import { beforeIt, ownTeam, readSpan, sentence } from './swarm-words'

test('names are said as people say them', () => {
  expect([sentence([]), sentence(['Nia']), sentence(['Nia', 'Sam', 'Eve'])]).toEqual([
    '',
    'Nia',
    'Nia, Sam and Eve',
  ])
})

test.each([
  ['25', 25],
  ['25 m', 25],
  ['1 h', 60],
  ['1 h 30 m', 90],
  ['1h30', 90],
  ['1:05', 65],
  ['', null],
  ['soon', null],
  ['1:75', null],
])('%s is %s minutes', (text, minutes) => expect(readSpan(text)).toBe(minutes))

const team = (id: string) => ({ id, name: id, kind: 'line', level: null }) as TeamBrief

test('one owns it for the own team of the two, first for the one that has it', () => {
  const s = { teams: [team('a'), team('b')] } as Swarm
  expect(ownTeam(s, { team: team('a') }, ['b'])?.id).toBe('b')
  expect(ownTeam(s, { team: team('b') }, ['a', 'b'])?.id).toBe('b')
  expect(ownTeam(s, { team: team('a') }, ['c'])).toBeUndefined()
})

test('a handover says what came before it', () => {
  const h = { to: { team: team('Second line'), rank: 2 } } as Handover
  expect(beforeIt(h)).toBe('')
  const follows = { id: '1', state: 'expired', offered_at: '' }
  expect(beforeIt({ ...h, follows })).toBe('Second line did not answer in time.')
  expect(beforeIt({ ...h, follows: { ...follows, person: { id: '2', name: 'Sam Oakley' } } })).toContain(
    'Sam Oakley',
  )
  expect(beforeIt({ ...h, follows: { ...follows, state: 'swarmed' }, from_swarm: true })).toContain(
    'together',
  )
})
