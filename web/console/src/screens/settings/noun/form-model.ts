/**
 * What a form holds: only the fields that somebody changed, each with the value
 * it had then. So what others change meanwhile shows by itself, and only a field
 * that both changed needs a decision.
 */
export interface Edits<V> {
  mine: Partial<V>
  /** What each of my fields was when I began to change it. */
  was: Partial<V>
}

export const none = <V>(): Edits<V> => ({ mine: {}, was: {} })

export const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

const keysOf = <V>(o: Partial<V>) => Object.keys(o) as (keyof V & string)[]

/** withEdit notes a change; a field that is as saved again is no change. */
export function withEdit<V>(e: Edits<V>, saved: V, change: Partial<V>): Edits<V> {
  const mine = { ...e.mine }
  const was = { ...e.was }
  for (const k of keysOf(change)) {
    if (same(change[k], saved[k])) {
      delete mine[k]
      delete was[k]
      continue
    }
    if (!(k in mine)) was[k] = saved[k]
    mine[k] = change[k]
  }
  return { mine, was }
}

/** valuesOf gives what the fields show. */
export const valuesOf = <V>(e: Edits<V>, saved: V): V => ({ ...saved, ...e.mine })

export const dirty = <V>(e: Edits<V>) => keysOf(e.mine).length > 0

/** conflicts names the fields that somebody else changed to something else meanwhile. */
export function conflicts<V>(e: Edits<V>, saved: V): (keyof V & string)[] {
  return keysOf(e.mine).filter((k) => !same(e.was[k], saved[k]) && !same(e.mine[k], saved[k]))
}

/** keepMine decides for my values: what they replace is seen and known. */
export function keepMine<V>(e: Edits<V>, saved: V): Edits<V> {
  const was = { ...e.was }
  for (const k of keysOf(e.mine)) was[k] = saved[k]
  return { mine: e.mine, was }
}

/** without forgets changes: they were saved, or the others' values are taken. */
export function without<V>(e: Edits<V>, fields: (keyof V & string)[]): Edits<V> {
  const mine = { ...e.mine }
  const was = { ...e.was }
  for (const k of fields) {
    delete mine[k]
    delete was[k]
  }
  return { mine, was }
}

/** editsOf reads what was kept on the device; anything else is no change. */
export function editsOf<V>(text: string): Edits<V> {
  try {
    const kept: unknown = JSON.parse(text)
    if (isEdits(kept)) return kept as Edits<V>
  } catch {
    // An older or broken form is worth nothing.
  }
  return none()
}

function isEdits(v: unknown): v is { mine: object; was: object } {
  if (typeof v !== 'object' || v === null || !('mine' in v) || !('was' in v)) return false
  return [v.mine, v.was].every((o) => typeof o === 'object' && o !== null)
}

/** fieldOf gives the form's name of a field that the desk finds wrong: "items[2].grade" is in "items". */
export function fieldOf(wire: string, names: Record<string, string> = {}): string {
  const first = wire.replace(/^body\./, '').split(/[.[]/)[0] ?? ''
  return names[first] ?? first
}
