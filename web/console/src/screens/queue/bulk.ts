import { desk, forgetTicket } from '../../api/mutations'
import type { PersonBrief, Row } from '../../api/types'
import { toasts } from '../../toast/toasts'
import { plural } from '../../words/desk'
import { track } from './row-states'

/** The actions on many rows: each row succeeds or fails for itself and says so. */

export async function assignAll(rows: Row[], to: PersonBrief | null) {
  const words = to ? `assigning to ${to.name}` : 'giving back to the team'
  const done = await each(rows, words, (r) => desk.assign(r.ref, to?.id ?? null))
  if (done.length === 0) return
  const before = new Map(done.map((r) => [r.ref, r.assignee?.id ?? null]))
  const what = done.length === 1 ? (done[0]?.ref ?? '') : plural(done.length, 'ticket')
  toasts.done(to ? `${what} assigned to ${to.name}` : `${what} given back to the team`, () => {
    void each(done, 'taking back', (r) => desk.assign(r.ref, before.get(r.ref) ?? null))
  })
}

export async function tagAll(rows: Row[], tag: string) {
  const done = await each(
    rows.filter((r) => !r.tags.includes(tag)),
    `adding ${tag}`,
    (r) => desk.edit(r.ref, { tags: [...r.tags, tag] }, r.version),
  )
  if (done.length > 0) toasts.done(`${plural(done.length, 'ticket')} tagged ${tag}`)
}

export async function waitAll(rows: Row[], on: string, until: string | undefined) {
  const done = await each(rows, 'putting aside', (r) => desk.wait(r.ref, { on, until }))
  if (done.length > 0)
    toasts.done(
      `${plural(done.length, 'ticket')} put aside`,
      () => void each(done, 'taking back', (r) => desk.resume(r.ref)),
    )
}

export async function mergeAll(rows: Row[], into: string) {
  const gone = rows.filter((r) => r.ref !== into)
  const done = await each(gone, `merging into ${into}`, (r) => desk.merge(r.ref, into))
  if (done.length > 0)
    toasts.done(
      `${plural(done.length, 'ticket')} merged into ${into}`,
      () => void each(done, 'taking apart', (r) => desk.unmerge(r.ref)),
    )
}

async function each(rows: Row[], words: string, change: (row: Row) => Promise<unknown>): Promise<Row[]> {
  const results = await Promise.all(
    rows.map(async (r) => ((await track(r.ref, words, () => change(r))) ? r : null)),
  )
  await Promise.all(rows.slice(0, 1).map((r) => forgetTicket(r.ref)))
  return results.filter((r): r is Row => r !== null)
}
