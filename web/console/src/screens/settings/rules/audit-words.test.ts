import { expect, test } from 'vitest'
import { actionWords, placeOf } from './audit-words'

test('an action is read as words', () => {
  expect(actionWords('service.needs_changed')).toBe('Service needs changed')
})

test.each([
  ['team:12', { section: 'teams', item: '12' }],
  ['person:7', { section: 'people', item: '7' }],
  ['ticket:7', null],
  ['desk', null],
])('%s leads to its place', (object, place) => {
  expect(placeOf(object, ['teams', 'people'])).toEqual(place)
})
