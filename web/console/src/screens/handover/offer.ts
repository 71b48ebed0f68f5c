import { newKey } from '../../api/client'
import { forgetHandovers } from '../../api/handovers'
import { desk } from '../../api/mutations'
import { sentenceOf } from '../../api/problem'
import type { HandoverForm } from '../../api/types'
import { keepDraft } from '../../drafts/drafts'
import { toasts } from '../../toast/toasts'

/**
 * An offer is made at once, and can be taken back for ten seconds without a
 * trace for the receiver. Taking it back brings the sheet back as it was.
 */
interface Sending {
  ref: string
  form: HandoverForm
  /** Whom it is offered to, by name. */
  to: string
  /** The sheet as it stands, for when it is taken back. */
  snapshot: string
  reopen: () => void
}

/** The same words sent again after a lost answer are the same offer. */
let last = { words: '', key: '' }

function keyOf(ref: string, form: HandoverForm): string {
  const words = `${ref} ${JSON.stringify(form)}`
  if (words !== last.words) last = { words, key: newKey() }
  return last.key
}

export async function makeOffer({ ref, form, to, snapshot, reopen }: Sending) {
  const { id, state } = await desk.offer(ref, form, keyOf(ref, form))
  last = { words: '', key: '' }
  if (state === 'swarmed') {
    toasts.done(`${ref}: both teams look at it together now`)
    void forgetHandovers(ref)
    return
  }
  const undo = async () => {
    keepDraft(localStorage, ref, 'handover', snapshot, new Date())
    try {
      await desk.withdraw(id)
      await forgetHandovers(ref)
      reopen()
    } catch (err) {
      toasts.problem(`${ref} is still on offer. ${sentenceOf(err)}`, () => void undo())
    }
  }
  toasts.done(`${ref} handed over to ${to}`, () => void undo())
  void forgetHandovers(ref)
}
