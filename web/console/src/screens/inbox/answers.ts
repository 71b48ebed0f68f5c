import { useSyncExternalStore } from 'react'
import { newKey } from '../../api/client'
import { forgetHandovers } from '../../api/handovers'
import { desk, type ReturnForm } from '../../api/mutations'
import { sentenceOf } from '../../api/problem'
import type { Handover } from '../../api/types'
import { dropDraft } from '../../drafts/drafts'
import { toasts } from '../../toast/toasts'

/**
 * Answers to offers. They show at once; a refusal stays beside the handover with
 * a way to try again, and nothing jumps back silently. A return leaves only when
 * its undo time is over.
 */
export interface Answering {
  state: 'busy' | 'leaving' | 'failed'
  sentence?: string
  again?: () => void
}

let answers: ReadonlyMap<string, Answering> = new Map()
const listeners = new Set<() => void>()

function set(id: string, next: Answering | null) {
  const map = new Map(answers)
  if (next) map.set(id, next)
  else map.delete(id)
  answers = map
  for (const fn of listeners) fn()
}

export function useAnswers(): ReadonlyMap<string, Answering> {
  return useSyncExternalStore(
    (fn) => {
      listeners.add(fn)
      return () => {
        listeners.delete(fn)
      }
    },
    () => answers,
  )
}

/** attempt runs one answer; its failure stands beside the handover until it is tried again. */
async function attempt(h: Handover, send: () => Promise<unknown>, done: () => void) {
  set(h.id, { state: 'busy' })
  try {
    await send()
    // First on to where the work is, then the lists: they are not on screen any more.
    done()
    await forgetHandovers(h.ticket.ref)
    set(h.id, null)
  } catch (err) {
    const again = () => void attempt(h, send, done)
    set(h.id, { state: 'failed', sentence: sentenceOf(err), again })
    toasts.problem(`${h.ticket.ref}: ${sentenceOf(err)}`, again)
    // Somebody may have been quicker: what is shown must be what is true.
    void forgetHandovers(h.ticket.ref)
  }
}

/** accept takes an offer; then the work on it begins. */
export const accept = (h: Handover, done: () => void) => {
  const customer = h.ticket.requester.name.split(' ')[0]
  void attempt(
    h,
    () => desk.accept(h.id),
    () => {
      toasts.done(`${h.ticket.ref} is yours. ${customer} hears of it.`)
      done()
    },
  )
}

export const withdraw = (h: Handover) =>
  void attempt(
    h,
    () => desk.withdraw(h.id),
    () => toasts.done(`${h.ticket.ref}: the offer is taken back`),
  )

/** giveBack returns an offer with its reason, after the time to think again. */
export function giveBack(h: Handover, form: ReturnForm, back: () => void) {
  const key = newKey()
  set(h.id, { state: 'leaving' })
  toasts.held(
    `${h.ticket.ref} returned to ${h.from.person?.name ?? h.from.team.name}`,
    () =>
      void attempt(
        h,
        () => desk.giveBack(h.id, form, key),
        () => dropDraft(localStorage, h.ticket.ref, 'return'),
      ),
    () => {
      set(h.id, null)
      back()
    },
  )
}
