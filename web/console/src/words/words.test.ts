import { describe, expect, test } from 'vitest'
import { menuGoal } from '../parts/Floating'
import { hue, initials } from '../parts/initials'
import { place } from '../parts/place'
import { marks, matches, narrow } from '../shell/palette-match'
import { plural, size, waitingWord } from './desk'
import { ago, brief, clock, moment, span } from './time'

const local = (y: number, mo: number, d: number, h = 9, m = 5) => new Date(y, mo - 1, d, h, m)
const now = local(2026, 3, 4, 12, 0)

describe('time', () => {
  test.each([
    [0, '0 m'],
    [359, '5 m'],
    [3600, '1 h'],
    [3660, '1 h 01 m'],
    [4560, '1 h 16 m'],
    [90_000, '1 d 1 h'],
    [172_800, '2 d'],
    [400_000, '4 d'],
    [-5, '0 m'],
  ])('%d seconds are %s', (s, words) => expect(span(s)).toBe(words))

  test.each([
    [local(2026, 3, 4), '09:05', '09:05'],
    [local(2026, 3, 3), 'yesterday 09:05', 'Tue'],
    [local(2026, 2, 27), 'Fri 09:05', 'Fri'],
    [local(2026, 1, 2), '2 Jan', '2 Jan'],
    [local(2025, 10, 2), '2 Oct 2025', '2 Oct'],
    [local(2026, 3, 5), '5 Mar', '5 Mar'],
  ])('%#', (at, long, short) => {
    expect(moment(at, now)).toBe(long)
    expect(brief(at, now)).toBe(short)
  })

  test('clock and ago', () => {
    expect(clock(now)).toBe('12:00')
    expect(ago(local(2026, 3, 4, 11, 43), now)).toBe('17 m ago')
    expect(ago(now, now)).toBe('just now')
  })
})

describe('people', () => {
  test('initials take the first and the last name', () => {
    expect(['Mara Quillfeather', 'Ann', 'Ana de la Cruz', '  ', 'émile zola'].map(initials)).toEqual([
      'MQ',
      'A',
      'AC',
      '?',
      'ÉZ',
    ])
  })

  test('a tint is the same every time and spreads over all six', () => {
    expect(hue('Mara Quillfeather')).toBe(hue('Mara Quillfeather'))
    const seen = new Set(Array.from({ length: 60 }, (_, i) => hue(`Person ${i}`)))
    expect([...seen].sort()).toEqual([1, 2, 3, 4, 5, 6])
  })
})

describe('palette', () => {
  test('a sign narrows', () => {
    expect(narrow('@suvi')).toEqual({ only: 'person', words: 'suvi' })
    expect(narrow('hand su')).toEqual({ only: null, words: 'hand su' })
  })

  test('every word must begin a word', () => {
    expect(matches('Handovers to accept', 'acc hand')).toBe(true)
    expect(matches('Handovers to accept', 'over')).toBe(false)
    expect(matches('Anything', '')).toBe(true)
  })

  test('what matched is marked', () => {
    expect(
      marks('Hand over', 'ha ov')
        .filter((m) => m.hit)
        .map((m) => m.text),
    ).toEqual(['Ha', 'ov'])
    expect(
      marks('Hand over', 'ha')
        .map((m) => m.text)
        .join(''),
    ).toBe('Hand over')
  })
})

describe('floating boxes', () => {
  const screen = { width: 1000, height: 800 }
  const box = { width: 200, height: 300 }
  const anchor = (left: number, top: number) => ({ left, right: left + 80, top, bottom: top + 28 })

  test('below the anchor, flipped when there is no room, never off the screen', () => {
    expect(place(anchor(100, 100), box, screen, 'bottom')).toEqual({ left: 100, top: 133 })
    expect(place(anchor(100, 700), box, screen, 'bottom').bottom).toBe(105)
    expect(place(anchor(100, 50), box, screen, 'top').top).toBe(83)
    expect(place(anchor(900, 100), box, screen, 'bottom').left).toBe(780)
    expect(place(anchor(0, 100), { width: 2000, height: 900 }, screen, 'bottom')).toEqual({
      left: 8,
      top: 8,
    })
  })

  test('a menu is walked with arrows and letters', () => {
    const labels = ['Reply', 'Resolve', 'Tag']
    expect(menuGoal('ArrowDown', 2, labels)).toBe(0)
    expect(menuGoal('ArrowUp', 0, labels)).toBe(2)
    expect(menuGoal('End', 0, labels)).toBe(2)
    expect(menuGoal('r', 0, labels)).toBe(1)
    expect(menuGoal('r', 1, labels)).toBe(0)
    expect(menuGoal('x', 0, labels)).toBeNull()
    expect(menuGoal('Tab', 0, labels)).toBeNull()
  })
})

test('small words', () => {
  expect(plural(1, 'filter')).toBe('1 filter')
  expect(plural(2, 'person', 'people')).toBe('2 people')
  expect([12, 2_500, 1_250_000].map(size)).toEqual(['12 B', '3 kB', '1.3 MB'])
  expect(waitingWord('customer')).toBe('Customer')
  expect(waitingWord('spare_part')).toBe('Spare part')
})
