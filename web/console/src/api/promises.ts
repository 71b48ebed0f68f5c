import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { api } from './client'
import type { Country, Effect, FullCalendar } from './promise-types'
import { settingKeys } from './settings'
import type { Named, Page } from './types'

export const useCountries = () =>
  useQuery({
    queryKey: settingKeys.all('/calendars/countries'),
    queryFn: async ({ signal }) =>
      (await api.get<{ items: Country[] }>('/calendars/countries', {}, signal)).items,
    staleTime: Number.POSITIVE_INFINITY,
  })

export const useAllCalendars = () =>
  useQuery({
    queryKey: settingKeys.list('/calendars', { all: true }),
    queryFn: async ({ signal }) =>
      (await api.get<Page<FullCalendar>>('/calendars', { limit: 200 }, signal)).items ?? [],
  })

export const useVendorNames = () =>
  useQuery({
    queryKey: settingKeys.list('/vendors', { names: true }),
    queryFn: async ({ signal }) =>
      (await api.get<Page<Named>>('/vendors', { limit: 200 }, signal)).items ?? [],
  })

/** Asks what a change would move; with no body nothing is asked. */
export const useEffectOf = (path: string, body: object | undefined) =>
  useQuery({
    queryKey: ['effect', path, body],
    queryFn: ({ signal }) => api.post<Effect>(path, body, { signal }),
    enabled: body !== undefined,
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: 0,
  })

export const calendars = {
  close: (calendar: string, day: string, name: string) =>
    api.post<FullCalendar>(`/calendars/${calendar}/holidays`, { items: [{ day, name }] }),
  reopen: (calendar: string, holiday: string) =>
    api.remove<void>(`/calendars/${calendar}/holidays/${holiday}`),
  take: (calendar: string, file: File) => {
    const form = new FormData()
    form.set('file', file)
    return api.post<{ days: number; skipped: number; calendar: FullCalendar }>(
      `/calendars/${calendar}/import`,
      form,
    )
  },
  readFeed: (calendar: string) => api.post<void>(`/calendars/${calendar}/refresh`),
}
