import { expect, test } from 'vitest'
import type { KnowledgeMap } from '../../api/routing-types'
import { narrowed } from './narrow'

const map: KnowledgeMap = {
  people: [
    { id: '1', name: 'Mara' },
    { id: '2', name: 'Jun' },
    { id: '3', name: 'Nell' },
  ],
  skills: [
    {
      id: '10',
      path: 'network',
      name: 'Networks',
      holders: [{ person: '1', grade: 4, wants: false }],
      single: true,
      needed: true,
    },
    {
      id: '11',
      path: 'mail',
      name: 'Mail',
      holders: [{ person: '2', grade: 5, wants: false }],
      single: true,
      needed: false,
    },
  ],
  certifications: [
    { id: '20', name: 'Edge', holders: [{ person: '1', valid: true }], single: true, needed: true },
  ],
  lapsing: [],
}
const shown = (q: string, needed = false) => {
  const m = narrowed(map, q, needed)
  return [m.people.map((p) => p.name), m.skills.map((s) => s.path), m.certifications.map((c) => c.name)]
}

test('without words, everybody who holds something', () => {
  expect(shown('')).toEqual([['Mara', 'Jun'], ['network', 'mail'], ['Edge']])
})

test('a skill shows who holds it', () => {
  expect(shown('netw')).toEqual([['Mara'], ['network'], []])
})

test('a colleague shows what they hold', () => {
  expect(shown('jun')).toEqual([['Jun'], ['mail'], []])
  expect(shown('nell')).toEqual([['Nell'], [], []])
})

test('only what work demands', () => {
  expect(shown('', true)).toEqual([['Mara'], ['network'], ['Edge']])
})
