/**
 * Drafts are kept on the device, per ticket and tab, at most two seconds after
 * the last key. Leaving a page never asks and never loses a word.
 */

export interface Draft {
  text: string
  at: string
}

/** The part of Storage that drafts need. */
export interface Shelf {
  getItem: (key: string) => string | null
  setItem: (key: string, value: string) => void
  removeItem: (key: string) => void
}

export const keepEvery = 2000

const placeOf = (ref: string, tab: string) => `secondline.draft.${ref}.${tab}`

/** readDraft finds what was written before, or null. */
export function readDraft(shelf: Shelf, ref: string, tab: string): Draft | null {
  const kept = shelf.getItem(placeOf(ref, tab))
  if (!kept) return null
  try {
    const d: unknown = JSON.parse(kept)
    if (typeof d === 'object' && d !== null && 'text' in d && typeof d.text === 'string')
      return { text: d.text, at: 'at' in d && typeof d.at === 'string' ? d.at : '' }
  } catch {
    // An older or broken form is worth nothing, and is overwritten by the next one.
  }
  return null
}

/** keepDraft writes a draft; an empty text is no draft. */
export function keepDraft(shelf: Shelf, ref: string, tab: string, text: string, now: Date): Draft | null {
  if (text.trim() === '') {
    shelf.removeItem(placeOf(ref, tab))
    return null
  }
  const draft = { text, at: now.toISOString() }
  shelf.setItem(placeOf(ref, tab), JSON.stringify(draft))
  return draft
}

export function dropDraft(shelf: Shelf, ref: string, tab: string) {
  shelf.removeItem(placeOf(ref, tab))
}

/** DraftKeeper waits for a pause in the writing, at most two seconds, and keeps the text then. */
export class DraftKeeper {
  private text: string | null = null
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(
    private readonly keep: (text: string) => void,
    private readonly every = keepEvery,
  ) {}

  write(text: string) {
    this.text = text
    this.timer ??= setTimeout(() => this.flush(), this.every)
  }

  /** flush keeps at once: on leaving the page, or on sending. */
  flush() {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    if (this.text === null) return
    this.keep(this.text)
    this.text = null
  }

  /** drop forgets what was not kept yet: the text was sent. */
  drop() {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
    this.text = null
  }
}
