import { newKey } from '../../api/client'
import { desk, forgetTicket, type MessageForm, type NoteForm, type ResolveForm } from '../../api/mutations'
import { sentenceOf } from '../../api/problem'
import { dropDraft, keepDraft, readDraft } from '../../drafts/drafts'
import { toasts } from '../../toast/toasts'
import { setOutgoing } from './outgoing'

/**
 * Replies and solutions reach a customer, so they leave only when the undo time
 * is over. Until then they stand in the timeline as leaving; a refusal puts the
 * text back into the composer's draft.
 */
interface Held {
  ref: string
  tab: string
  text: string
  toast: string
  send: () => Promise<unknown>
  /** Puts the text back before the eyes of its author. */
  back: (text: string) => void
}

function hold({ ref, tab, text, toast, send, back }: Held) {
  setOutgoing(ref, { text, words: 'Leaves in a moment. Z takes it back.' })
  // Until the desk has it, the device keeps it: a crash in these seconds loses nothing.
  keepDraft(localStorage, ref, tab, text, new Date())
  const run = async () => {
    setOutgoing(ref, { text, words: 'Being sent' })
    try {
      await send()
      if (readDraft(localStorage, ref, tab)?.text === text) dropDraft(localStorage, ref, tab)
      await forgetTicket(ref)
    } catch (err) {
      back(text)
      toasts.problem(`Not sent, kept as draft. ${sentenceOf(err)}`, () => void run(), 'Send again')
    } finally {
      setOutgoing(ref, null)
    }
  }
  toasts.held(
    toast,
    () => void run(),
    () => {
      setOutgoing(ref, null)
      back(text)
    },
  )
}

export function sendReply(ref: string, form: MessageForm, to: string, back: (text: string) => void) {
  const key = newKey()
  hold({
    ref,
    tab: 'reply',
    text: form.body,
    toast: `Reply to ${to}`,
    send: () => desk.reply(ref, form, key),
    back,
  })
}

export function sendResolve(ref: string, form: ResolveForm, back: (text: string) => void) {
  const key = newKey()
  hold({
    ref,
    tab: 'resolve',
    text: form.message,
    toast: `${ref} solved`,
    send: () => desk.resolve(ref, form, key),
    back,
  })
}

/** A note stays inside, so it is kept at once and needs no undo. */
export async function keepNote(ref: string, form: NoteForm, back: (text: string) => void) {
  try {
    await desk.note(ref, form, newKey())
    await forgetTicket(ref)
  } catch (err) {
    back(form.body ?? '')
    toasts.problem(`Note not kept, it is still a draft. ${sentenceOf(err)}`)
  }
}
