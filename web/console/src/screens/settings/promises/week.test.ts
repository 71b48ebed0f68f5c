import { describe, expect, test } from 'vitest'
import { hoursOf, isOpen, lengthOf, lengthWords, painted, readDay, weekWords } from './week'

const office = ['09:00-12:00', '13:00-17:00']

describe('a day as somebody writes it', () => {
  test.each([
    ['9-17', ['09:00-17:00']],
    ['9 to 12, 13:00-17:30', ['09:00-12:00', '13:00-17:30']],
    ['13-17; 9-13', ['09:00-17:00']],
    ['closed', []],
    ['', []],
    ['0-24', ['00:00-24:00']],
  ])('%s', (text, want) => expect(readDay(text)).toEqual(want))
  test.each(['nine', '9', '17-9', '9-25', '9:75-10', '9-12-15'])('%s is none', (text) =>
    expect(readDay(text)).toBeNull(),
  )
})

describe('painting', () => {
  test('opens', () => {
    expect(painted(office, 24, 25, true)).toEqual(['09:00-17:00'])
    expect(painted([], 0, 47, true)).toEqual(['00:00-24:00'])
  })
  test('closes', () => {
    expect(painted(office, 20, 20, false)).toEqual(['09:00-10:00', '10:30-12:00', '13:00-17:00'])
    expect(painted(office, 47, 0, false)).toEqual([])
  })
  test('shows minutes that the grid cannot', () => {
    expect(isOpen(['09:10-09:20'], 18)).toBe(true)
    expect(isOpen(['09:10-09:20'], 19)).toBe(false)
  })
})

test('a week in short', () => {
  expect(weekWords([office, office, office, office, ['09:00-15:00'], [], []])).toBe(
    'Mon to Thu 09:00-12:00, 13:00-17:00 · Fri 09:00-15:00',
  )
  expect(weekWords(Array(7).fill(['00:00-24:00']))).toBe('always')
  expect(hoursOf([office, office, [], [], [], [], []])).toBe(14)
})

test('open time is said in hours', () => {
  expect(lengthWords('P2D')).toBe('48 h')
  expect(lengthWords('PT1H30M')).toBe('1 h 30 m')
  expect(lengthWords('PT10M')).toBe('10 m')
  expect(lengthOf('soon')).toBeNaN()
})
