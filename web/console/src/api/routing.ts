import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api } from './client'
import { keys } from './keys'
import { client } from './queries'
import type { BackTest, FullRule, FullWeights, KnowledgeMap, Weights, Why } from './routing-types'
import { settingKeys } from './settings'
import type { Page } from './types'

export const useWeights = () =>
  useQuery({
    queryKey: settingKeys.all('/routing/weights'),
    queryFn: ({ signal }) => api.get<FullWeights>('/routing/weights', {}, signal),
  })

/** What other weights would have done; nothing has happened. */
export const useBackTest = (weights: Weights | undefined) =>
  useQuery({
    queryKey: ['back-test', weights],
    queryFn: ({ signal }) => api.post<BackTest>('/routing/back-test', weights, { signal }),
    enabled: weights !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
  })

/** Why a ticket is where it is; with a person, how they stand to it. */
export const useWhy = (ref: string, person: string, asked: boolean) =>
  useQuery({
    queryKey: [...keys.ticket(ref), 'why', person],
    queryFn: ({ signal }) => api.get<Why>(`/tickets/${ref}/why`, { person: person || undefined }, signal),
    enabled: asked,
    staleTime: 0,
    placeholderData: keepPreviousData,
  })

export const useKnowledgeMap = () =>
  useQuery({
    queryKey: ['knowledge-map'],
    queryFn: ({ signal }) => api.get<KnowledgeMap>('/knowledge-map', {}, signal),
    staleTime: 0,
  })

export const routing = {
  setWeights: (weights: Weights) => api.put<FullWeights>('/routing/weights', weights),
  order: async (items: string[]) => {
    const now = await api.put<Page<FullRule>>('/routing-rules/order', { items })
    await client.invalidateQueries({ queryKey: settingKeys.all('/routing-rules') })
    return now
  },
}
