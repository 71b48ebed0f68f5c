import { desk, forgetTicket } from '../../api/mutations'
import { sentenceOf } from '../../api/problem'
import { dealing } from '../../api/shifts'
import type { Ticket } from '../../api/types'
import { toasts } from '../../toast/toasts'

/** Verbs that need no question: they act at once and can be taken back. */
interface Direct {
  done: string
  run: (t: Ticket) => Promise<unknown>
  undo?: (t: Ticket) => Promise<unknown>
}

const verbs: Record<string, Direct> = {
  resume: {
    done: 'Work goes on',
    run: (t) => desk.resume(t.ref),
    undo: (t) => desk.wait(t.ref, { on: t.waiting_on ?? 'customer', until: t.waiting_until }),
  },
  reopen: { done: 'Reopened', run: (t) => desk.reopen(t.ref) },
  close: { done: 'Closed', run: (t) => desk.close(t.ref), undo: (t) => desk.reopen(t.ref) },
  unmerge: { done: 'The merge is undone', run: (t) => desk.unmerge(t.ref) },
  withdraw: { done: 'Offer taken back', run: (t) => desk.withdraw(t.offer?.handover ?? '') },
  take: { done: 'Yours now', run: (t) => dealing.take(t.ref) },
  decline: { done: 'The next one is asked', run: (t) => dealing.decline(t.ref) },
  accept: { done: 'Yours now', run: (t) => desk.accept(t.offer?.handover ?? '') },
}

/** direct runs a verb that needs no question; false when this one does. */
export function direct(what: string, ticket: Ticket): boolean {
  const verb = verbs[what]
  if (!verb) return false
  void act(verb, ticket)
  return true
}

async function act(verb: Direct, ticket: Ticket) {
  try {
    await verb.run(ticket)
    const { undo } = verb
    toasts.done(
      `${ticket.ref}: ${verb.done}`,
      undo && (() => void act({ done: 'as before', run: undo }, ticket)),
    )
  } catch (err) {
    toasts.problem(sentenceOf(err), () => void act(verb, ticket))
  } finally {
    await forgetTicket(ticket.ref)
  }
}
