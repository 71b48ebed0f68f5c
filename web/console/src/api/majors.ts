import { useQuery } from '@tanstack/react-query'
import { api } from './client'
import type {
  EscalationPlan,
  EscalationStep,
  Incidents,
  MajorChild,
  Rest,
  Review,
  Thank,
} from './major-types'
import type { ResolveForm } from './mutations'
import type { Page } from './types'

/** Questions and changes around major incidents, planned work, thanks and escalation. */

export const majorKeys = {
  incidents: ['incidents'] as const,
  alike: (ref: string) => ['look-alikes', ref] as const,
  thanks: (person: string) => ['kudos', person] as const,
  // Below the counts: whatever changes how much there is changes what an empty list says.
  rest: ['counts', 'rest'] as const,
  plan: (team: string) => ['escalation', team] as const,
}

export const useIncidents = () =>
  useQuery({
    queryKey: majorKeys.incidents,
    queryFn: ({ signal }) => api.get<Incidents>('/incidents', {}, signal),
    staleTime: 60_000,
  })

export const useLookAlikes = (ref: string) =>
  useQuery({
    queryKey: majorKeys.alike(ref),
    queryFn: async ({ signal }) =>
      (await api.get<{ items: MajorChild[] }>(`/tickets/${ref}/look-alikes`, {}, signal)).items,
    staleTime: 0,
  })

export const useThanks = (person: string) =>
  useQuery({
    queryKey: majorKeys.thanks(person),
    queryFn: async ({ signal }) =>
      (await api.get<Page<Thank>>(`/people/${person}/kudos`, { limit: 30 }, signal)).items,
    staleTime: 60_000,
  })

export const useRest = (enabled: boolean) =>
  useQuery({
    queryKey: majorKeys.rest,
    queryFn: ({ signal }) => api.get<Rest>('/me/rest', {}, signal),
    enabled,
  })

const planPath = (team: string) => (team ? `/teams/${team}/escalation` : '/escalation')

/** The plan of a team, or with '' the desk's. */
export const useEscalation = (team: string) =>
  useQuery({
    queryKey: majorKeys.plan(team),
    queryFn: ({ signal }) => api.get<EscalationPlan>(planPath(team), {}, signal),
  })

export interface DeclareForm {
  title: string
  lead?: string
  because?: string
}

export const majors = {
  declare: (ref: string, form: DeclareForm) => api.post<void>(`/tickets/${ref}/major`, form),
  gather: (ref: string, refs: string[]) => api.post<void>(`/tickets/${ref}/children`, { refs }),
  tellAll: (ref: string, form: { message: string; next_by?: string }, key: string) =>
    api.post<void>(`/tickets/${ref}/tell-all`, form, { key }),
  resolveAll: (ref: string, form: ResolveForm, key: string) =>
    api.post<void>(`/tickets/${ref}/resolve-all`, form, { key }),
  standDown: (ref: string, because: string) =>
    api.post<void>(`/tickets/${ref}/stand-down`, { because: because || undefined }),
  review: (ref: string, form: Review) => api.post<void>(`/tickets/${ref}/review`, form),
  plan: (ref: string, form: { what: string; on: string }) => api.post<void>(`/tickets/${ref}/plan`, form),
  thank: (person: string, form: { text: string; ticket?: string }) =>
    api.post<void>(`/people/${person}/kudos`, form),
  setPlan: (team: string, steps: EscalationStep[]) => api.put<EscalationPlan>(planPath(team), { steps }),
}
