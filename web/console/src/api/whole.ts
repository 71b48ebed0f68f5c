import type { Entry, Handover, HandoverDraft, Row, Ticket } from './types'

/**
 * An empty list may arrive as null. Here, once, it becomes the empty list that
 * every screen expects.
 */
function lists<T>(record: T, ...names: (keyof T)[]): T {
  const out = { ...record }
  for (const name of names)
    if (out[name] === null || out[name] === undefined) out[name] = [] as T[typeof name]
  return out
}

export function wholeRow(r: Row): Row {
  return { ...lists(r, 'tags', 'skills'), spark: lists(r.spark, 'seen') }
}

export function wholeHandover(h: Handover): Handover {
  return lists(h, 'reasons', 'tried', 'evidence', 'checklist')
}

export function wholeDraft(d: HandoverDraft): HandoverDraft {
  return lists(d, 'tried', 'evidence', 'checklist')
}

export function wholeTicket(t: Ticket): Ticket {
  const out = lists(
    t,
    'tags',
    'cc',
    'watchers',
    'links',
    'merged',
    'skills',
    'handovers',
    'lessons',
    'clocks',
  )
  return {
    ...out,
    fields: out.fields ?? {},
    handovers: out.handovers.map(wholeHandover),
    ladder: lists(out.ladder, 'rungs', 'stays', 'hops', 'waits'),
  }
}

export function wholeEntry(e: Entry): Entry {
  return { ...e, facts: e.facts ?? {} }
}
