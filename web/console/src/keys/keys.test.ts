import { describe, expect, test } from 'vitest'
import { bindings, clashes, menuItems, permitted } from '../actions/action'
import { handOver, resume, type TicketLike, ticketActions, wait } from '../actions/ticket'
import { allowed, bindingOf, typing } from './keys'

describe('printed keys', () => {
  test.each([
    ['E', ['e']],
    ['G H', ['g h']],
    ['G 2', ['g 2']],
    ['Shift R', ['Shift+r']],
    ['Ctrl K', ['$mod+k']],
    ['Ctrl Enter', ['$mod+Enter']],
    ['?', ['?', 'Shift+?']],
    ['Escape', ['Escape']],
  ])('%s', (printed, bound) => expect(bindingOf(printed)).toEqual(bound))
})

describe('a key acts', () => {
  const page = { typing: false, covered: false, singleKeys: true, layer: 'page' as const }
  test.each([
    ['E', page, true],
    ['E', { ...page, typing: true }, false],
    ['E', { ...page, singleKeys: false }, false],
    ['E', { ...page, covered: true }, false],
    ['Ctrl K', { ...page, typing: true, singleKeys: false }, true],
    ['Escape', { ...page, singleKeys: false }, true],
    ['3', { ...page, covered: true, layer: 'sheet' as const }, true],
    ['3', { ...page, layer: 'sheet' as const }, false],
  ])('%s %#', (keys, now, yes) => expect(allowed(keys, now)).toBe(yes))

  test('typing is text, not a tick or a button', () => {
    const el = (tagName: string, type?: string) => ({ tagName, getAttribute: () => type ?? null })
    expect(typing(el('TEXTAREA'))).toBe(true)
    expect(typing(el('INPUT'))).toBe(true)
    expect(typing(el('INPUT', 'search'))).toBe(true)
    expect(typing(el('INPUT', 'checkbox'))).toBe(false)
    expect(typing(el('BUTTON'))).toBe(false)
    expect(typing({ ...el('DIV'), isContentEditable: true })).toBe(true)
    expect(typing(null)).toBe(false)
  })
})

describe('actions', () => {
  const ui = { go: () => {}, ask: () => {} }
  const ticket = (...verbs: string[]): TicketLike => ({
    ref: 'SL-1',
    can: Object.fromEntries(verbs.map((v) => [v, true])),
  })

  test('only what the desk allows is offered, as button, menu and key', () => {
    const t = ticket('hand_over')
    expect(permitted(ticketActions, t)).toEqual([handOver])
    expect(Object.keys(bindings(ticketActions, t, ui))).toEqual(['E'])
    expect(menuItems(ticketActions, t, ui).map((m) => m.label)).toEqual(['Hand over'])
    expect(permitted(ticketActions, { ref: 'SL-1', can: {} })).toEqual([])
  })

  test('running one asks the screen for it', () => {
    const asked: string[] = []
    bindings(ticketActions, ticket('reply'), { ...ui, ask: (w) => asked.push(w) }).R?.()
    expect(asked).toEqual(['reply'])
  })

  test('no two actions share a key, except waiting and going on, which exclude each other', () => {
    expect(clashes(ticketActions)).toEqual([`H: ${wait.id} and ${resume.id}`])
  })

  test('every action has a name of its own', () => {
    const ids = ticketActions.map((a) => a.id)
    expect(new Set(ids).size).toBe(ids.length)
  })
})
