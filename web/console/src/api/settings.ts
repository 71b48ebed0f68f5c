import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api } from './client'
import { keys } from './keys'
import { client } from './queries'
import type {
  FullCategory,
  FullCertification,
  FullChecklist,
  FullMailbox,
  FullOrganisation,
  FullPerson,
  FullService,
  FullSkill,
  FullTeam,
  Matrix,
  Session,
  Token,
} from './settings-types'
import type { Me, Page } from './types'

/** What the settings read and change. A noun is known by its path: "/teams". */

export const settingKeys = {
  all: (path: string) => ['settings', path] as const,
  list: (path: string, query: object) => ['settings', path, 'list', query] as const,
  one: (path: string, id: string) => ['settings', path, 'one', id] as const,
}

export interface ListQuery {
  q?: string
  archived?: boolean
  role?: string
}

const page = 200

/** A list, page by page; its old rows stay while others are on their way. */
export const useNouns = <R>(path: string, query: ListQuery = {}) =>
  useInfiniteQuery({
    queryKey: settingKeys.list(path, query),
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<R>>(path, { ...query, limit: page, cursor: pageParam || undefined }, signal),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  })

export const useNoun = <R>(path: string, id: string) =>
  useQuery({
    queryKey: settingKeys.one(path, id),
    queryFn: ({ signal }) => api.get<R>(`${path}/${id}`, {}, signal),
    enabled: id !== '' && id !== 'new',
    staleTime: 0,
  })

/** All of a short list: what a form offers to choose from. */
const useAll = <R>(path: string, query: ListQuery = {}) =>
  useQuery({
    queryKey: settingKeys.list(path, { ...query, all: true }),
    queryFn: async ({ signal }) =>
      (await api.get<Page<R>>(path, { ...query, limit: page }, signal)).items ?? [],
    placeholderData: keepPreviousData,
  })

export const useAllTeams = () => useAll<FullTeam>('/teams')
export const useAllSkills = () => useAll<FullSkill>('/skills')
export const useAllCertifications = () => useAll<FullCertification>('/certifications')
export const useAllServices = () => useAll<FullService>('/services')
export const useAllMailboxes = () => useAll<FullMailbox>('/mailboxes')
export const useSomeOrganisations = (q: string) => useAll<FullOrganisation>('/organisations', { q })
export const useSomeAgents = (q: string) => useAll<FullPerson>('/people', { q, role: 'agent' })
export const useAllCategories = (service: string, archived = false) =>
  useQuery({
    queryKey: settingKeys.list('/services', { categories: service, archived }),
    queryFn: async ({ signal }) =>
      (
        await api.get<Page<FullCategory>>(
          `/services/${service}/categories`,
          { archived, limit: page },
          signal,
        )
      ).items ?? [],
    enabled: service !== '',
  })

export const useMatrix = () =>
  useQuery({
    queryKey: settingKeys.all('/priority-matrix'),
    queryFn: ({ signal }) => api.get<Matrix>('/priority-matrix', {}, signal),
  })

export const useChecklist = (service: string, category: string) =>
  useQuery({
    queryKey: settingKeys.list('/checklists', { service, category }),
    queryFn: ({ signal }) => api.get<FullChecklist>('/checklists', { service, category }, signal),
    placeholderData: keepPreviousData,
  })

export const useSessions = () =>
  useQuery({
    queryKey: settingKeys.all('/sessions'),
    queryFn: async ({ signal }) => (await api.get<Page<Session>>('/sessions', {}, signal)).items ?? [],
  })

export const useTokens = () =>
  useQuery({
    queryKey: settingKeys.all('/tokens'),
    queryFn: async ({ signal }) => (await api.get<Page<Token>>('/tokens', {}, signal)).items ?? [],
  })

/** The screens outside the settings keep some of the same lists under their own names. */
const elsewhere: Record<string, readonly unknown[]> = {
  '/levels': keys.levels,
  '/teams': keys.teams,
  '/services': keys.services,
  '/fields': keys.fields,
  '/people': ['people'],
}

/** forgetNoun has every list of a noun read again; records that were answered with are kept. */
export function forgetNoun(path: string) {
  const other = elsewhere[path]
  return Promise.all([
    client.invalidateQueries({ queryKey: settingKeys.all(path) }),
    other && client.invalidateQueries({ queryKey: other }),
    // A service is shown with its categories; me with my teams and my name.
    path === '/services' && client.invalidateQueries({ queryKey: ['categories'] }),
    (path === '/people' || path === '/teams') && client.invalidateQueries({ queryKey: keys.me }),
  ])
}

/** keepNoun puts a record that the desk answered with where the screens read it. */
export function keepNoun<R extends { id: string }>(path: string, record: R) {
  client.setQueryData(settingKeys.one(path, record.id), record)
}

export interface TokenForm {
  name: string
  scopes: string[]
  expires_at?: string
}

/** Plain calls of the settings. */
export const settings = {
  archive: (path: string, id: string) => api.remove<void>(`${path}/${id}`),
  change: <R>(path: string, id: string, body: object) => api.patch<R>(`${path}/${id}`, body),
  setPassword: (person: string, password: string) =>
    api.put<void>(`/people/${person}/password`, { password }),
  setMatrix: (rows: number[][]) => api.put<Matrix>('/priority-matrix', { rows }),
  setChecklist: (service: string, category: string, items: object[]) =>
    api.put<FullChecklist>('/checklists', { items }, { query: { service, category } }),
  rename: (name: string) => api.patch<Me>('/desk', { name }),
  changePassword: (old: string, password: string) => api.put<Me>('/me/password', { old, password }),
  endSession: (id: string) => api.remove<void>(`/sessions/${id}`),
  addToken: (form: TokenForm) => api.post<Token>('/tokens', form),
  revokeToken: (id: string) => api.remove<void>(`/tokens/${id}`),
}
