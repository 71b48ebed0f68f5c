import { useQuery } from '@tanstack/react-query'
import { api } from './client'
import { forgetHandovers } from './handovers'
import { keys } from './keys'
import type { components } from './schema.gen'
import type { Page } from './types'

/** What goes to vendors, and what comes back. */

/** The desk always sends these lists, if only empty. */
type Whole<T> = T extends null
  ? never
  : T extends (infer U)[]
    ? Whole<U>[]
    : T extends object
      ? { [K in keyof T]: Whole<T[K]> }
      : T

export type Vendor = Whole<components['schemas']['FullVendor']>
export type VendorCase = Whole<components['schemas']['Case']>
export type Leaving = Whole<components['schemas']['Leaving']>

export interface SendForm {
  vendor: string
  ask: string
  subject: string
  summary: string
  tried: { text: string; result?: string }[]
  hypothesis: string
  files: string[]
  keep: string[]
  quiet: boolean
  customer_message: string
}

const vendorKeys = {
  all: ['vendors'] as const,
  cases: ['vendor-cases'] as const,
  of: (ref: string) => [...keys.ticket(ref), 'vendor'] as const,
}

export const useVendors = () =>
  useQuery({
    queryKey: vendorKeys.all,
    queryFn: async ({ signal }) => (await api.get<Page<Vendor>>('/vendors', { limit: 200 }, signal)).items,
    staleTime: 60_000,
  })

/** The open cases of every ticket that I see. */
export const useVendorCases = () =>
  useQuery({
    queryKey: vendorKeys.cases,
    queryFn: async ({ signal }) =>
      (await api.get<Page<VendorCase>>('/vendor-cases', { limit: 200 }, signal)).items,
    staleTime: 0,
  })

export const useCases = (ref: string) =>
  useQuery({
    queryKey: vendorKeys.of(ref),
    queryFn: async ({ signal }) =>
      (await api.get<{ items: VendorCase[] }>(`/tickets/${ref}/vendor`, {}, signal)).items,
    staleTime: 0,
  })

export const useVendorDraft = (ref: string, vendor: string) =>
  useQuery({
    queryKey: [...vendorKeys.of(ref), 'draft', vendor],
    queryFn: ({ signal }) => api.get<Leaving>(`/tickets/${ref}/vendor-draft`, { vendor }, signal),
    enabled: vendor !== '',
    staleTime: Number.POSITIVE_INFINITY,
  })

/** What would leave if it were sent now; asked anew whenever the form rests. */
export const useLeaving = (ref: string, form: SendForm, ready: boolean) =>
  useQuery({
    queryKey: [...vendorKeys.of(ref), 'preview', form],
    queryFn: ({ signal }) => api.post<Leaving>(`/tickets/${ref}/vendor/preview`, form, { signal }),
    enabled: ready,
    placeholderData: (before) => before,
  })

const at = (c: VendorCase) => `/tickets/${c.ref}/vendor/${c.id}`

export const vending = {
  send: (ref: string, form: SendForm) => api.post<VendorCase>(`/tickets/${ref}/vendor`, form),
  preview: (c: VendorCase, body: string) => api.post<Leaving>(`${at(c)}/messages/preview`, { body }),
  write: (c: VendorCase, body: string) => api.post<VendorCase>(`${at(c)}/messages`, { body }),
  heard: (c: VendorCase, said: { author: string; body: string; solved: boolean }) =>
    api.post<VendorCase>(`${at(c)}/answers`, said),
  number: (c: VendorCase, reference: string) => api.patch<VendorCase>(at(c), { reference }),
  close: (c: VendorCase, outcome: string, note: string) =>
    api.post<VendorCase>(`${at(c)}/close`, { outcome, note: note || undefined }),
}

/** A case moved: the ticket may wait no more, or again. */
export const forgetCases = forgetHandovers
