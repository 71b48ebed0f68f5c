/**
 * Toasts say what happened and how to take it back. One at a time, the newest
 * wins; the seconds stop while the pointer or the focus rests on it.
 */

export interface ToastWords {
  text: string
  tone?: 'done' | 'problem'
  /** A verb beside the text: "Undo" counts down, others wait. */
  act?: { label: string; key?: string; run: () => void; counts: boolean }
  seconds?: number
  /** What happens when the time is over: the mail leaves. Taking it back prevents it. */
  commit?: () => void
}

export interface Toast extends ToastWords {
  id: number
  left: number
}

type Listener = () => void

export const undoSeconds = 10

export class Toasts {
  private shown: Toast | null = null
  private next = 1
  private paused = false
  private listeners = new Set<Listener>()

  current = () => this.shown

  subscribe = (fn: Listener) => {
    this.listeners.add(fn)
    return () => {
      this.listeners.delete(fn)
    }
  }

  say(words: ToastWords) {
    this.commit()
    this.shown = { ...words, id: this.next++, left: words.seconds ?? undoSeconds }
    this.paused = false
    this.tell()
  }

  done(text: string, undo?: () => void) {
    const act = undo ? { label: 'Undo', key: 'Z', run: undo, counts: true } : undefined
    this.say({ text, tone: 'done', act, seconds: undo ? undoSeconds : 4 })
  }

  problem(text: string, again?: () => void, label = 'Try again') {
    const act = again ? { label, run: again, counts: false } : undefined
    this.say({ text, tone: 'problem', act, seconds: again ? 30 : 8 })
  }

  /**
   * held shows as done what is only done when the undo time is over, so that
   * taking it back means that nothing ever left the desk.
   */
  held(text: string, commit: () => void, undo: () => void) {
    this.say({ text, tone: 'done', act: { label: 'Undo', key: 'Z', run: undo, counts: true }, commit })
  }

  /** act runs the toast's verb once and takes the toast away. */
  act() {
    const { shown } = this
    if (!shown?.act) return false
    this.shown = null
    shown.act.run()
    this.tell()
    return true
  }

  /** clear takes the toast away; what it held happens now. */
  clear() {
    this.commit()
    this.tell()
  }

  private commit() {
    const { shown } = this
    this.shown = null
    shown?.commit?.()
  }

  pause(paused: boolean) {
    this.paused = paused
  }

  /** tick takes a second off; the caller owns the timer. */
  tick() {
    if (!this.shown || this.paused) return
    const left = this.shown.left - 1
    if (left <= 0) return this.clear()
    this.shown = { ...this.shown, left }
    this.tell()
  }

  private tell() {
    for (const fn of this.listeners) fn()
  }
}

export const toasts = new Toasts()
