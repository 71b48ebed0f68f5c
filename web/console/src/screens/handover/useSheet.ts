import { useEffect, useMemo, useState } from 'react'
import { useCheck, useFilled, useWho } from '../../api/handovers'
import { useTeams } from '../../api/queries'
import type { Ticket } from '../../api/types'
import { useDraft } from '../../drafts/useDraft'
import { filled, type Kept, lackOf, readKept, type SheetForm, type Target, wireOf } from './form-state'
import { counted, firstRank, linesOf, onRung, rankOf, targetOf } from './who'

/** After this pause in the writing the desk is asked what it says of the form. */
const pause = 400

/** useSheet is the hand-over sheet without its looks: where to, to whom, the form, and what the desk says of it. */
export function useSheet(ticket: Ticket) {
  const { ref, team: own, level } = ticket
  const teams = useTeams()
  const who = useWho(ref)
  const kept = useDraft(ref, 'handover')
  const [edits, setEdits] = useState<Kept>(() => readKept(kept.text))
  const [only, setOnly] = useState('')

  const lines = useMemo(() => teams.data ?? [], [teams.data])
  const first = teams.data ? firstRank(lines, level.rank, own.id) : null
  // A team that was archived since the draft was kept is no target.
  const picked = edits.target && lines.some((t) => t.id === edits.target?.team) ? edits.target : undefined
  const rank = picked?.rank ?? first
  const here = { team: own.id, assignee: ticket.assignee?.id }
  const list = rank === null ? [] : linesOf(onRung(who, rank, only), here)
  const likely = list.map(targetOf).find((t) => t !== null) ?? null
  const teamOf = (at: number) => lines.find((t) => rankOf(t) === at && t.id !== own.id)
  const somewhere = rank === null || who.pending ? undefined : teamOf(rank)
  const target = picked ?? likely ?? (rank !== null && somewhere ? { rank, team: somewhere.id } : null)

  // What the timeline says is the same wherever it goes, so it is asked once.
  const draft = useFilled(ref, first === null ? null : (teamOf(first)?.id ?? own.id))
  const form = edits.form ?? (draft.data ? filled(draft.data) : null)

  const keep = (next: Kept) => {
    setEdits(next)
    kept.setText(JSON.stringify(next))
  }
  const wire = useSettledForm(form, target)
  const check = useCheck(ref, wire)
  const said = check.data ?? draft.data
  const thin = said !== undefined && said.completeness < said.threshold

  return {
    teams: lines.filter((t) => rankOf(t) === rank),
    ranks: new Set(lines.map(rankOf)),
    counts: counted(who),
    who,
    failed: teams.error ?? draft.error,
    again: () => void (teams.error ? teams.refetch() : draft.refetch()),
    list,
    rank,
    only,
    setOnly,
    target,
    pickRank: (next: number) => {
      setOnly('')
      const there = linesOf(onRung(who, next, ''), here).map(targetOf)
      const to = there.find((t) => t !== null)
      const team = lines.find((t) => rankOf(t) === next)
      if (to ?? team) keep({ ...edits, target: to ?? { rank: next, team: team?.id ?? '' } })
    },
    pick: (to: Target) => keep({ ...edits, target: to }),
    draft: draft.data,
    form,
    change: (some: Partial<SheetForm>) => form && keep({ ...edits, form: { ...form, ...some } }),
    said,
    checking: check.isFetching,
    thin,
    lack: form ? lackOf(form, target, thin) : null,
    kept,
    snapshot: () => JSON.stringify({ form: form ?? undefined, target: target ?? undefined } satisfies Kept),
  }
}

export type SheetState = ReturnType<typeof useSheet>

/** The form as the desk is asked about it: it follows the writing at a distance. */
function useSettledForm(form: SheetForm | null, target: Target | null) {
  const now = form && target ? JSON.stringify(wireOf(form, target)) : ''
  const [settled, settle] = useState(now)
  useEffect(() => {
    // The first form is asked about at once; only writing waits for a pause.
    const timer = setTimeout(() => settle(now), settled === '' ? 0 : pause)
    return () => clearTimeout(timer)
  }, [now, settled])
  return useMemo(() => (settled === '' ? null : JSON.parse(settled)), [settled])
}
