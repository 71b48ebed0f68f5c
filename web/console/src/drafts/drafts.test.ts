import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { DraftKeeper, dropDraft, keepDraft, readDraft, type Shelf } from './drafts'

function shelf(): Shelf & { all: Map<string, string> } {
  const all = new Map<string, string>()
  return {
    all,
    getItem: (k) => all.get(k) ?? null,
    setItem: (k, v) => void all.set(k, v),
    removeItem: (k) => void all.delete(k),
  }
}
const noon = new Date('2026-03-02T12:00:00Z')

describe('a draft', () => {
  test('is kept per ticket and tab', () => {
    const s = shelf()
    keepDraft(s, 'SL-1', 'reply', 'Hello', noon)
    expect(readDraft(s, 'SL-1', 'reply')).toEqual({ text: 'Hello', at: noon.toISOString() })
    expect(readDraft(s, 'SL-1', 'note')).toBeNull()
    expect(readDraft(s, 'SL-2', 'reply')).toBeNull()
  })

  test('that became empty, or was sent, leaves nothing behind', () => {
    const s = shelf()
    keepDraft(s, 'SL-1', 'reply', 'Hello', noon)
    expect(keepDraft(s, 'SL-1', 'reply', '  ', noon)).toBeNull()
    expect(s.all.size).toBe(0)
    keepDraft(s, 'SL-1', 'reply', 'Hello', noon)
    dropDraft(s, 'SL-1', 'reply')
    expect(readDraft(s, 'SL-1', 'reply')).toBeNull()
  })

  test('that is broken is no draft', () => {
    const s = shelf()
    s.setItem('secondline.draft.SL-1.reply', '{oops')
    expect(readDraft(s, 'SL-1', 'reply')).toBeNull()
    s.setItem('secondline.draft.SL-1.reply', '{"text":7}')
    expect(readDraft(s, 'SL-1', 'reply')).toBeNull()
  })
})

describe('the keeper', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('keeps the newest text two seconds after the first key, however fast one writes', () => {
    const kept: string[] = []
    const k = new DraftKeeper((t) => kept.push(t))
    k.write('H')
    vi.advanceTimersByTime(1500)
    k.write('He')
    vi.advanceTimersByTime(499)
    expect(kept).toEqual([])
    vi.advanceTimersByTime(1)
    expect(kept).toEqual(['He'])
  })

  test('keeps at once on leaving, and nothing twice', () => {
    const kept: string[] = []
    const k = new DraftKeeper((t) => kept.push(t))
    k.write('Hello')
    k.flush()
    k.flush()
    vi.advanceTimersByTime(5000)
    expect(kept).toEqual(['Hello'])
  })

  test('forgets what was sent', () => {
    const kept: string[] = []
    const k = new DraftKeeper((t) => kept.push(t))
    k.write('Hello')
    k.drop()
    vi.advanceTimersByTime(5000)
    expect(kept).toEqual([])
  })
})
