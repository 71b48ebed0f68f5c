import { useCallback, useMemo, useRef, useState } from 'react'
import { Problem, sentenceOf } from '../../../api/problem'
import { useDraft } from '../../../drafts/useDraft'
import {
  conflicts,
  dirty,
  type Edits,
  editsOf,
  fieldOf,
  keepMine,
  valuesOf,
  withEdit,
  without,
} from './form-model'

export interface Form<V> {
  values: V
  set: (change: Partial<V>) => void
  /** What the desk found wrong with a field. */
  error: (field: keyof V & string) => string | undefined
  /** A refusal that is about no field of the form. */
  problem: string | null
  dirty: boolean
  busy: boolean
  /** The edits were kept from an earlier visit. */
  keptAt: string | null
  /** Fields that somebody else changed too. */
  conflicts: (keyof V & string)[]
  /** Somebody changed the record while it was open: the desk refused to overwrite it. */
  stale: boolean
  keepMine: () => void
  takeTheirs: () => void
  discard: () => void
  save: () => Promise<void>
}

export interface SaveCall<V> {
  changed: Partial<V>
  values: V
  /** These fields are on the desk now, whatever happens to the rest. */
  landed: (fields: (keyof V & string)[]) => void
}

interface FormOptions<V> {
  /** Under which name the edits are kept on the device. */
  id: string
  saved: V
  save: (call: SaveCall<V>) => Promise<void>
  /** Reads the record again, after a refusal as too old. */
  refresh?: () => Promise<unknown>
  fieldNames?: Record<string, string>
}

interface Refusal {
  problem: string | null
  stale: boolean
  errors: Record<string, string>
}

const fine: Refusal = { problem: null, stale: false, errors: {} }

/** useForm holds one record's edits, keeps them on the device, and saves what changed. */
export function useForm<V extends object>({ id, saved, save, refresh, fieldNames }: FormOptions<V>): Form<V> {
  const draft = useDraft(`settings.${id}`, 'form')
  const edits = useMemo(() => editsOf<V>(draft.text), [draft.text])
  // Several changes may come in one turn; each builds on the one before.
  const latest = useRef(edits)
  latest.current = edits
  const [refusal, setRefusal] = useState(fine)
  const [busy, setBusy] = useState(false)
  const [opened] = useState(() => draft.keptAt)

  const { setText, clear } = draft
  const keep = useCallback(
    (e: Edits<V>) => {
      latest.current = e
      if (dirty(e)) setText(JSON.stringify(e))
      else clear()
    },
    [setText, clear],
  )
  const set = (change: Partial<V>) => {
    keep(withEdit(latest.current, saved, change))
    setRefusal((r) => {
      const errors = { ...r.errors }
      for (const k of Object.keys(change)) delete errors[k]
      return { ...r, errors, problem: null }
    })
  }
  const attempt = async () => {
    // Ctrl Enter asks without looking at the button.
    if (busy || !dirty(latest.current) || conflicts(latest.current, saved).length > 0) return
    setBusy(true)
    setRefusal(fine)
    try {
      await save({
        changed: latest.current.mine,
        values: valuesOf(latest.current, saved),
        landed: (fields) => keep(without(latest.current, fields)),
      })
    } catch (err) {
      setRefusal(refusalOf(err, saved, fieldNames))
      if (err instanceof Problem && err.status === 412) await refresh?.()
    } finally {
      setBusy(false)
    }
  }
  const both = conflicts(edits, saved)
  return {
    values: valuesOf(edits, saved),
    set,
    error: (field) => refusal.errors[field],
    problem: refusal.problem,
    dirty: dirty(edits),
    busy,
    keptAt: dirty(edits) ? opened : null,
    conflicts: both,
    stale: refusal.stale,
    keepMine: () => {
      keep(keepMine(latest.current, saved))
      setRefusal(fine)
    },
    takeTheirs: () => {
      keep(without(latest.current, both))
      setRefusal(fine)
    },
    discard: () => {
      keep({ mine: {}, was: {} })
      setRefusal(fine)
    },
    save: attempt,
  }
}

function refusalOf(err: unknown, saved: object, names?: Record<string, string>): Refusal {
  if (err instanceof Problem && err.status === 412) return { problem: null, stale: true, errors: {} }
  const errors: Record<string, string> = {}
  if (err instanceof Problem)
    for (const f of err.fields) {
      const field = fieldOf(f.field, names)
      if (field in saved) errors[field] ??= sentence(f.text)
    }
  const placed = Object.keys(errors).length > 0
  return { problem: placed ? null : sentenceOf(err), stale: false, errors }
}

/** The desk's own findings are sentences; those of its format check are not. */
const sentence = (text: string) => {
  const capital = text.charAt(0).toUpperCase() + text.slice(1)
  return /[.?!…]$/.test(capital) ? capital : `${capital}.`
}
