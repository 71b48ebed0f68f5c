import { api } from '../../../api/client'
import { keepNoun } from '../../../api/settings'
import type { Noun, NounRecord } from './noun'
import type { SaveCall } from './useForm'

/** A part was refused after the record itself was added; the record stands. */
export class HalfSaved<R> extends Error {
  constructor(
    readonly record: R,
    readonly because: unknown,
  ) {
    super('half saved')
  }
}

/**
 * saveRecord sends what changed: first the record's own fields, then each part.
 * Every answer carries the next version, so that nothing of others is overwritten.
 */
export async function saveRecord<R extends NounRecord, V extends object>(
  noun: Noun<R, V>,
  before: R | undefined,
  { changed, values, landed }: SaveCall<V>,
  key: string,
): Promise<R> {
  type F = keyof V & string
  const parts = noun.parts ?? []
  const ofParts = new Set<string>(parts.flatMap((p) => p.fields))
  const own = (v: object) =>
    Object.fromEntries(Object.entries(v).filter(([k]) => !ofParts.has(k))) as Partial<V>
  const ownChanged = own(changed)
  let at = before
  if (!at) at = await api.post<R>(noun.path, noun.bodyOf(own(values)), { key })
  else if (Object.keys(ownChanged).length > 0)
    at = await api.patch<R>(`${noun.path}/${at.id}`, noun.bodyOf(ownChanged), { ifMatch: at.version })
  const was = before ? noun.formOf(before) : noun.blank
  try {
    keepNoun(noun.path, at)
    landed(Object.keys(ownChanged) as F[])
    for (const part of parts) {
      if (!part.fields.some((f) => f in changed)) continue
      at = await part.save(at, values, was)
      keepNoun(noun.path, at)
      landed(part.fields)
    }
  } catch (err) {
    if (!before) throw new HalfSaved(at, err)
    throw err
  }
  return at
}
