import { describe, expect, test } from 'vitest'
import { conflicts, dirty, editsOf, fieldOf, keepMine, none, valuesOf, withEdit, without } from './form-model'

interface V {
  name: string
  domains: string[]
}
const saved: V = { name: 'Northwind', domains: ['a.example'] }

describe('a form', () => {
  test('holds only what was changed, and nothing that was changed back', () => {
    let e = withEdit(none<V>(), saved, { name: 'Northwind AG' })
    expect(valuesOf(e, saved)).toEqual({ name: 'Northwind AG', domains: ['a.example'] })
    expect(dirty(e)).toBe(true)
    e = withEdit(e, saved, { name: 'Northwind' })
    expect(dirty(e)).toBe(false)
  })

  test('compares lists by what is in them', () => {
    const e = withEdit(none<V>(), saved, { domains: ['a.example'] })
    expect(dirty(e)).toBe(false)
  })

  test('shows what others changed elsewhere, without a question', () => {
    const e = withEdit(none<V>(), saved, { name: 'Mine' })
    const theirs = { name: 'Northwind', domains: ['b.example'] }
    expect(conflicts(e, theirs)).toEqual([])
    expect(valuesOf(e, theirs)).toEqual({ name: 'Mine', domains: ['b.example'] })
  })

  test('asks about a field that both changed, until it is decided', () => {
    const e = withEdit(none<V>(), saved, { name: 'Mine' })
    const theirs = { ...saved, name: 'Theirs' }
    expect(conflicts(e, theirs)).toEqual(['name'])
    expect(conflicts(keepMine(e, theirs), theirs)).toEqual([])
    expect(valuesOf(keepMine(e, theirs), theirs).name).toBe('Mine')
    expect(valuesOf(without(e, ['name']), theirs).name).toBe('Theirs')
  })

  test('does not ask when both changed it to the same', () => {
    const e = withEdit(none<V>(), saved, { name: 'Same' })
    expect(conflicts(e, { ...saved, name: 'Same' })).toEqual([])
  })

  test('keeps the first value as what it was, however often one writes', () => {
    let e = withEdit(none<V>(), saved, { name: 'M' })
    e = withEdit(e, { ...saved, name: 'Theirs' }, { name: 'Mi' })
    expect(e.was.name).toBe('Northwind')
  })

  test('reads back what it kept, and takes nonsense for nothing', () => {
    const e = withEdit(none<V>(), saved, { name: 'Mine' })
    expect(editsOf<V>(JSON.stringify(e))).toEqual(e)
    for (const bad of ['', '{', '7', 'null', '{"mine":3,"was":{}}']) expect(editsOf<V>(bad)).toEqual(none())
  })
})

test('an error finds its field', () => {
  expect(fieldOf('body.name')).toBe('name')
  expect(fieldOf('body.items[2].grade', { items: 'skills' })).toBe('skills')
  expect(fieldOf('label', { label: 'name' })).toBe('name')
})
