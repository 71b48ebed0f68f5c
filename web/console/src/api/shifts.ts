import { keepPreviousData, useMutation, useQueries, useQuery } from '@tanstack/react-query'
import { api } from './client'
import { keys } from './keys'
import { client } from './queries'
import type { Can, Load, Me, Page, PersonBrief, Presence, Row, TeamBrief, Ticket } from './types'

/** Who works when, who is here now, and the work that is dealt out to them. */

export interface PlanSpan {
  from: string
  to: string
  team?: TeamBrief
}

export interface PlanException {
  id: string
  kind: 'off' | 'extra'
  /** Only for themselves and those who plan. */
  reason?: string
  from: string
  to: string
  note?: string
  can_remove: boolean
}

export interface PlanShift {
  id: string
  team?: TeamBrief
  weekday: number
  starts: string
  ends: string
  cycle: number
  week: number
  since: string
  until?: string
}

export interface PlanRow {
  person: PersonBrief
  time_zone: string
  planned: boolean
  spans: PlanSpan[]
  exceptions: PlanException[]
  shifts: PlanShift[]
  can: Can
}

export interface PlanDuty {
  id: string
  team?: TeamBrief
  person: PersonBrief
  from: string
  to: string
}

export interface Plan {
  from: string
  to: string
  people: PlanRow[]
  on_call: PlanDuty[]
  can: Can
}

export interface Swap {
  id: string
  from: PersonBrief
  to: PersonBrief
  from_at: string
  to_at: string
  back_from_at?: string
  back_to_at?: string
  note?: string
  state: 'proposed' | 'accepted' | 'declined' | 'withdrawn'
  at: string
  can: Can
}

export interface Present {
  person: PersonBrief
  on: boolean
  until?: string
  next?: string
  back_at?: string
  load: Load & { taken: number; full: boolean }
}

export interface TeamNow {
  team: TeamBrief
  dealing: 'pull' | 'push' | 'offer'
  on_shift: number
  here: number
  queue: number
  people: Present[]
  on_call?: PersonBrief
}

const plans = ['shifts'] as const
const swapKey = ['swaps'] as const

export const usePlan = (from: string, to: string, team: string) =>
  useQuery({
    queryKey: [...plans, from, to, team],
    queryFn: ({ signal }) => api.get<Plan>('/shifts', { from, to, team }, signal),
    placeholderData: keepPreviousData,
  })

export const useSwaps = () =>
  useQuery({
    queryKey: swapKey,
    queryFn: async ({ signal }) => (await api.get<{ items: Swap[] }>('/swaps', {}, signal)).items,
  })

/** A team at this moment; others come and go without an event, so it is asked for again each minute. */
const teamNow = (team: string) => ({
  queryKey: ['team-now', team],
  queryFn: ({ signal }: { signal: AbortSignal }) => api.get<TeamNow>(`/teams/${team}/now`, {}, signal),
  refetchInterval: 60_000,
})

/** Several teams together, each person once. */
export function useTeamsNow(teams: string[]): Present[] {
  const answers = useQueries({ queries: teams.map((t) => teamNow(t)) })
  const seen = new Map<string, Present>()
  for (const a of answers)
    for (const p of a.data?.people ?? []) if (!seen.has(p.person.id)) seen.set(p.person.id, p)
  return [...seen.values()].sort((a, b) => Number(b.on) - Number(a.on))
}

/** What I am asked to take. */
export const useAsked = () =>
  useQuery({
    queryKey: [...keys.lists, 'dealt'],
    queryFn: async ({ signal }) =>
      (await api.get<Page<Row>>('/views/dealt/tickets', { limit: 20 }, signal)).items,
  })

export interface AbsenceForm {
  person?: string
  kind: 'off' | 'extra'
  reason: string
  from: string
  to: string
  note?: string
}

export interface ShiftForm {
  person: string
  team?: string
  weekdays: number[]
  starts: string
  ends: string
  cycle: number
  week: number
  since?: string
  until?: string
}

export interface SwapForm {
  person: string
  from_at: string
  to_at: string
  back_from_at?: string
  back_to_at?: string
  note?: string
}

export interface DutyForm {
  person: string
  team?: string
  from: string
  to: string
}

/** Plain calls. */
export const rota = {
  plan: (form: ShiftForm) => api.post<void>('/shifts', form),
  end: (shift: string) => api.remove<void>(`/shifts/${shift}`),
  except: (form: AbsenceForm) => api.post<void>('/absences', form),
  unexcept: (exception: string) => api.remove<void>(`/absences/${exception}`),
  propose: (form: SwapForm) => api.post<void>('/swaps', form),
  answer: (swap: string, how: 'accept' | 'decline' | 'withdraw') => api.post<void>(`/swaps/${swap}/${how}`),
  duty: (form: DutyForm) => api.post<void>('/on-call', form),
  noDuty: (duty: string) => api.remove<void>(`/on-call/${duty}`),
  presence: (presence: Presence, backAt?: string) =>
    api.post<Me>('/me/presence', { presence, back_at: backAt }),
}

export const dealing = {
  take: (ref: string) => api.post<Ticket>(`/tickets/${ref}/take`),
  decline: (ref: string) => api.post<Ticket>(`/tickets/${ref}/decline`),
  /** The next ticket for me; undefined when there is none. */
  next: () => api.post<Ticket | undefined>('/queue/next'),
}

/** A change of the plan: whatever shows it is read again. */
export const useRota = <A extends unknown[]>(change: (...args: A) => Promise<unknown>) =>
  useMutation({
    mutationFn: (args: A) => change(...args),
    onSettled: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: plans }),
        client.invalidateQueries({ queryKey: swapKey }),
        client.invalidateQueries({ queryKey: ['team-now'] }),
        client.invalidateQueries({ queryKey: ['me'] }),
      ]),
  })
