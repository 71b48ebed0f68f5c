import type { Evidence, HandoverDraft, HandoverForm, Source } from '../../api/types'

/**
 * The hand-over form as it stands on the sheet: what the desk filled in, what
 * somebody changed, and what of it goes over the wire. Pure, tested by a table.
 */

export interface Step {
  text: string
  result?: string
  seq?: number
}

export interface SheetForm {
  /** The first one chosen is the main one. */
  reasons: string[]
  summary: string
  tried: Step[]
  evidence: Evidence[]
  hypothesis: string
  ask: string
  /** Items of the checklist that somebody ticked. */
  confirmed: string[]
  stay: boolean
  share: boolean
  because: string
  /** The customer's message in the sender's own words; null: made from the reason. */
  words: string | null
}

/** Where it goes. The project team stands beside the ladder: its rank is `beside`. */
export interface Target {
  rank: number
  team: string
  /** Absent: anyone of the team. */
  person?: string
}

export const beside = -1

/** What is kept on the device: only what somebody changed. */
export interface Kept {
  form?: SheetForm
  target?: Target
}

/** filled is the form as the timeline fills it. */
export function filled(d: HandoverDraft): SheetForm {
  return {
    reasons: d.reason ? [d.reason] : [],
    summary: d.summary.text,
    tried: d.tried.map(({ text, result, seq }) => ({ text, result, seq })),
    evidence: d.evidence.map(({ file, seq, label }) => ({ file, seq, label })),
    hypothesis: d.hypothesis.text,
    ask: '',
    confirmed: [],
    stay: d.stay_contact,
    share: d.share_outcome,
    because: '',
    words: null,
  }
}

/** wireOf is the form as the API takes it; rows without words are left behind. */
export function wireOf(f: SheetForm, to: Target): HandoverForm {
  return {
    team: to.team,
    person: to.person,
    reason: f.reasons[0],
    reasons: f.reasons,
    ask: f.ask.trim(),
    summary: f.summary.trim(),
    tried: f.tried
      .filter((s) => s.text.trim() !== '')
      .map((s) => ({ text: s.text.trim(), result: s.result?.trim() || undefined, seq: s.seq })),
    evidence: f.evidence,
    hypothesis: f.hypothesis.trim(),
    confirmed: f.confirmed,
    customer_message: f.words?.trim() || undefined,
    because: f.because.trim() || undefined,
    stay_contact: f.stay,
    share_outcome: f.share,
  }
}

/** readKept reads a kept draft; anything that is not one is none. */
export function readKept(text: string): Kept {
  try {
    const kept: unknown = JSON.parse(text)
    if (typeof kept !== 'object' || kept === null) return {}
    const { form, target } = kept as Kept
    return { form: isForm(form) ? form : undefined, target: isTarget(target) ? target : undefined }
  } catch {
    // Nothing was kept, or an older form of it: the timeline fills the form again.
    return {}
  }
}

const isForm = (f: SheetForm | undefined): f is SheetForm =>
  typeof f === 'object' &&
  f !== null &&
  [f.reasons, f.tried, f.evidence, f.confirmed].every(Array.isArray) &&
  [f.summary, f.hypothesis, f.ask, f.because].every((v) => typeof v === 'string')

const isTarget = (t: Target | undefined): t is Target =>
  typeof t === 'object' && t !== null && typeof t.rank === 'number' && typeof t.team === 'string'

export type Lack = 'team' | 'reason' | 'ask' | 'because'

/** lackOf names the first thing without which it cannot be sent; null: it can. */
export function lackOf(f: SheetForm, to: Target | null, thin: boolean): Lack | null {
  if (!to) return 'team'
  if (f.reasons.length === 0) return 'reason'
  if (f.ask.trim() === '') return 'ask'
  if (thin && f.because.trim() === '') return 'because'
  return null
}

export const lackWords: Record<Lack, string> = {
  team: 'Choose who shall take it.',
  reason: 'Choose why it goes.',
  ask: 'Say in one sentence what you ask them to do.',
  because: 'Say why it goes all the same.',
}

/** A line under a field that leads to the timeline. */
export interface SourceLine {
  seq: number
  text: string
}

/** stepSources says who did how many of the steps: "3 steps by Tobin". */
export function stepSources(steps: Step[], sources: Source[]): SourceLine[] {
  const of = new Map<string, { seq: number; n: number }>()
  for (const step of steps) {
    const source = sources.find((s) => s.seq === step.seq)
    if (!source) continue
    const line = of.get(source.label) ?? { seq: source.seq, n: 0 }
    of.set(source.label, { ...line, n: line.n + 1 })
  }
  return [...of].map(([who, { seq, n }]) => ({
    seq,
    text: `${n} ${n === 1 ? 'step' : 'steps'} by ${who.split(' ')[0]}`,
  }))
}

/** toggled adds or removes one of a list, in the order of choosing. */
export const toggled = <T>(list: T[], one: T): T[] =>
  list.includes(one) ? list.filter((x) => x !== one) : [...list, one]
