import { keepPreviousData, QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api } from './client'
import { type Filters, requestOf, type Scope } from './filters'
import { keys } from './keys'
import { Problem } from './problem'
import type {
  Candidates,
  Counts,
  Direction,
  Entry,
  FieldDefinition,
  Level,
  Me,
  Named,
  Notice,
  Page,
  PersonBrief,
  Row,
  Service,
  Team,
  Ticket,
} from './types'
import { wholeEntry, wholeRow, wholeTicket } from './whole'

/** All that the screens read. Each hook is one question to the desk. */

export const client = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 20_000,
      // A refusal stays a refusal; only a lost connection is worth another try.
      retry: (count, err) => count < 2 && (!(err instanceof Problem) || err.offline || err.status >= 500),
      refetchOnWindowFocus: true,
    },
  },
})

export const useMe = () =>
  useQuery({ queryKey: keys.me, queryFn: ({ signal }) => api.get<Me>('/me', {}, signal), staleTime: 60_000 })

export const useCounts = () =>
  useQuery({ queryKey: keys.counts, queryFn: ({ signal }) => api.get<Counts>('/counts', {}, signal) })

/** How much each view of a rung or a team holds, for its tabs. */
export const useViews = (scope: Scope) => {
  const within =
    scope.kind === 'rung'
      ? { level: String(scope.rank) }
      : scope.kind === 'team'
        ? { team: scope.team }
        : null
  return useQuery({
    queryKey: keys.views(within ?? {}),
    queryFn: async ({ signal }) =>
      (await api.get<{ views: Record<string, number> }>('/views', within ?? {}, signal)).views,
    enabled: within !== null,
  })
}

/** Settings change rarely: a long life, and an event of the stream ends it. */
const rarely = { staleTime: 5 * 60_000 }

export const useLevels = () =>
  useQuery({
    queryKey: keys.levels,
    queryFn: async ({ signal }) => (await api.get<Page<Level>>('/levels', { limit: 200 }, signal)).items,
    ...rarely,
  })

export const useTeams = () =>
  useQuery({
    queryKey: keys.teams,
    queryFn: async ({ signal }) => (await api.get<Page<Team>>('/teams', { limit: 200 }, signal)).items,
    ...rarely,
  })

export const useServices = () =>
  useQuery({
    queryKey: keys.services,
    queryFn: async ({ signal }) => (await api.get<Page<Service>>('/services', { limit: 200 }, signal)).items,
    ...rarely,
  })

export const useCategories = (service: string | undefined) =>
  useQuery({
    queryKey: keys.categories(service ?? ''),
    queryFn: async ({ signal }) =>
      (await api.get<Page<Named>>(`/services/${service}/categories`, { limit: 200 }, signal)).items,
    enabled: Boolean(service),
    ...rarely,
  })

export const useFieldDefinitions = () =>
  useQuery({
    queryKey: keys.fields,
    queryFn: async ({ signal }) =>
      (await api.get<Page<FieldDefinition>>('/fields', { limit: 200 }, signal)).items,
    ...rarely,
  })

export const usePeople = (q: string, agents = false, enabled = true) =>
  useQuery({
    queryKey: [...keys.people(q), agents],
    queryFn: async ({ signal }) =>
      (
        await api.get<Page<PersonBrief>>(
          '/people',
          { q, role: agents ? 'agent' : undefined, limit: 20 },
          signal,
        )
      ).items,
    enabled,
    placeholderData: keepPreviousData,
  })

const rows = (page: Page<Row>): Page<Row> => ({ ...page, items: page.items.map(wholeRow) })

/** A list, page by page. The old rows stay while the new ones are on their way. */
export const useQueue = (scope: Scope, filters: Filters, limit = 200) => {
  const { path, query } = requestOf(scope, filters)
  return useInfiniteQuery({
    queryKey: keys.list({ path, ...query }),
    queryFn: async ({ pageParam, signal }) =>
      rows(await api.get<Page<Row>>(path, { ...query, limit, cursor: pageParam || undefined }, signal)),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  })
}

export const useSearch = (q: string) =>
  useQuery({
    queryKey: keys.list({ search: q }),
    queryFn: async ({ signal }) => rows(await api.get<Page<Row>>('/tickets', { q, limit: 8 }, signal)).items,
    enabled: q.trim().length > 1,
    placeholderData: keepPreviousData,
  })

export const useTicket = (ref: string) =>
  useQuery({
    queryKey: keys.ticket(ref),
    queryFn: async ({ signal }) => wholeTicket(await api.get<Ticket>(`/tickets/${ref}`, {}, signal)),
    enabled: ref !== '',
  })

export const useTimeline = (ref: string) =>
  useQuery({
    queryKey: keys.timeline(ref),
    queryFn: ({ signal }) => timeline(ref, signal),
    enabled: ref !== '',
  })

const timelinePage = 1000

/** timeline reads every page: a ticket is read as a whole. */
async function timeline(ref: string, signal: AbortSignal): Promise<Entry[]> {
  const out: Entry[] = []
  for (;;) {
    const from = (out.at(-1)?.seq ?? 0) + 1
    const { items } = await api.get<Page<Entry>>(
      `/tickets/${ref}/timeline`,
      { from, limit: timelinePage },
      signal,
    )
    out.push(...items.map(wholeEntry))
    if (items.length < timelinePage) return out
  }
}

export const useCandidates = (ref: string, direction: Direction) =>
  useQuery({
    queryKey: keys.candidates(ref, direction),
    queryFn: ({ signal }) => api.get<Candidates>(`/tickets/${ref}/candidates`, { direction }, signal),
  })

export type Box = 'to_us' | 'sent' | 'returned'

export const useNotices = (enabled: boolean) =>
  useQuery({
    queryKey: keys.notices,
    queryFn: ({ signal }) => api.get<Page<Notice>>('/notices', { limit: 30 }, signal),
    enabled,
  })
