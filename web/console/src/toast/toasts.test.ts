import { describe, expect, test } from 'vitest'
import { Toasts, undoSeconds } from './toasts'

function held() {
  const t = new Toasts()
  const log: string[] = []
  t.held(
    'Reply to Anouk',
    () => log.push('sent'),
    () => log.push('taken back'),
  )
  return { t, log, tick: (n: number) => Array.from({ length: n }, () => t.tick()) }
}

describe('what is held', () => {
  test('leaves when the undo time is over, once', () => {
    const { t, log, tick } = held()
    tick(undoSeconds - 1)
    expect(log).toEqual([])
    expect(t.current()?.left).toBe(1)
    tick(3)
    expect(log).toEqual(['sent'])
  })

  test('never leaves when it is taken back', () => {
    const { t, log, tick } = held()
    tick(5)
    expect(t.act()).toBe(true)
    tick(20)
    t.clear()
    expect(log).toEqual(['taken back'])
  })

  test('leaves at once when the page closes or the toast is dismissed', () => {
    const { t, log } = held()
    t.clear()
    t.clear()
    expect(log).toEqual(['sent'])
  })

  test('leaves when a newer toast takes its place', () => {
    const { t, log } = held()
    t.done('Tagged')
    expect(log).toEqual(['sent'])
    expect(t.current()?.text).toBe('Tagged')
  })

  test('waits while the pointer rests on the toast', () => {
    const { t, log, tick } = held()
    t.pause(true)
    tick(30)
    expect(log).toEqual([])
    t.pause(false)
    tick(undoSeconds)
    expect(log).toEqual(['sent'])
  })
})

test('a toast without a verb cannot be acted on', () => {
  const t = new Toasts()
  expect(t.act()).toBe(false)
  t.done('Kept')
  expect(t.act()).toBe(false)
})
