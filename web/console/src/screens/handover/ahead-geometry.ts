import type { Handing } from '../../api/types'
import { due, duration } from '../../words/time'

/** Where the moments of a handover stand on their line. Pure, tested by a table. */

export interface Moment {
  kind: 'now' | 'accept' | 'fix' | 'promise'
  at: number
  x: number
  top: string
  bottom: string
}

export const width = 520
const left = 38
const right = 462
/** So that no two labels touch. */
const apart = 92

/** momentsOf lays out what is due, in the order in which it is due; nothing if nothing was promised. */
export function momentsOf(h: Handing): Moment[] {
  const now = new Date(h.now)
  const of = (kind: Moment['kind'], at: string | undefined, bottom: string): Moment[] =>
    at ? [{ kind, at: Date.parse(at), x: 0, top: due(at, now), bottom }] : []
  const later = [
    ...of('accept', h.accept?.due_at, `accept, ${duration(h.accept?.length ?? '')}`),
    ...of('fix', h.fix?.due_at, `fix, ${duration(h.fix?.length ?? '')}`),
    ...of('promise', h.promise?.due_at, h.short ? 'promise ends first' : 'promise stays'),
  ].sort((a, b) => a.at - b.at)
  if (later.length === 0) return []
  const first: Moment = { kind: 'now', at: now.getTime(), x: left, top: 'now', bottom: due(h.now, now) }
  return spread([first, ...later])
}

/** spread places the moments by their time, and then moves them apart as far as their labels need. */
function spread(list: Moment[]): Moment[] {
  const from = list[0]?.at ?? 0
  const to = Math.max(...list.map((m) => m.at), from + 1)
  const out = list.map((m) => ({
    ...m,
    x: left + ((Math.max(m.at, from) - from) / (to - from)) * (right - left),
  }))
  for (let i = 1; i < out.length; i++) push(out[i], (out[i - 1]?.x ?? 0) + apart, Math.max)
  for (let i = out.length - 1; i > 0; i--) push(out[i], right - (out.length - 1 - i) * apart, Math.min)
  return out
}

function push(m: Moment | undefined, x: number, choose: (a: number, b: number) => number) {
  if (m) m.x = choose(m.x, x)
}

/** The same in one sentence, for those who do not see the line. */
export function aheadWords(list: Moment[], short: boolean): string {
  const words: Record<Moment['kind'], (m: Moment) => string> = {
    now: (m) => `now ${m.bottom}`,
    accept: (m) => `accept by ${m.top}`,
    fix: (m) => `fix by ${m.top}`,
    promise: (m) => `the promise to the customer ${short ? 'ends' : 'stays'} ${m.top}`,
  }
  return `Clocks after the handover: ${list.map((m) => words[m.kind](m)).join(', ')}`
}
