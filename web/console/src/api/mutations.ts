import { useMutation } from '@tanstack/react-query'
import { api } from './client'
import { keys } from './keys'
import { client } from './queries'
import type { FieldValue, FileBrief, HandoverCheck, HandoverForm, Me, PersonBrief, Ticket } from './types'

/**
 * All that the screens change. A change to a ticket throws away what is known
 * of it, so that every part of the screen shows the same truth.
 */

export function forgetTicket(ref: string) {
  return Promise.all([
    client.invalidateQueries({ queryKey: keys.ticket(ref) }),
    client.invalidateQueries({ queryKey: keys.timeline(ref) }),
    // Who fits and what a handover would say follow from where it stands and what was said.
    client.invalidateQueries({ queryKey: ['candidates', ref] }),
    // The sheet reads it anew when it opens; while it closes, the desk has nothing to offer any more.
    client.invalidateQueries({ queryKey: ['handover-draft', ref], refetchType: 'none' }),
    client.invalidateQueries({ queryKey: keys.lists }),
    client.invalidateQueries({ queryKey: keys.counts }),
  ])
}

export interface MessageForm {
  body: string
  /** Files that were uploaded before. */
  attachments?: string[]
  cc?: string[]
}

/** A note may tell a step that was tried; a handover finds it there. */
export interface NoteForm {
  body?: string
  attachments?: string[]
  step?: string
  result?: string
}

export interface OpenForm {
  subject: string
  body: string
  requester: { id?: string; email?: string; name?: string }
  organisation?: string
  kind?: string
  service?: string
  category?: string
  impact?: number
  urgency?: number
  channel?: string
  attachments?: string[]
  tags?: string[]
}

export interface TriageForm {
  service?: string
  category?: string
  impact?: number
  urgency?: number
  team?: string
}

export interface EditForm {
  subject?: string
  tags?: string[]
  cc?: string[]
  watchers?: string[]
  fields?: Record<string, FieldValue>
  priority?: number
  priority_because?: string
}

export interface ResolveForm {
  code: string
  message: string
  cause?: string
  solution?: string
  article?: string
  no_article_because?: string
  first_line_next_time?: boolean
  lesson?: string
}

/** Why an offer goes back, and what its reason asks for. */
export interface ReturnForm {
  reason: string
  missing?: string[]
  team?: string
  article?: string
  duplicate_of?: string
  note: string
}

export interface WaitForm {
  on: string
  until?: string
  /** What the customer is asked. */
  question?: string
  because?: string
}

/** Plain calls, for whatever runs outside a component: a toast's time, a page that closes. */
export const desk = {
  signIn: (email: string, password: string) => api.post<Me>('/session', { email, password }),
  signOut: () => api.remove<void>('/session'),
  magicLink: (email: string) => api.post<void>('/magic-links', { email }),
  open: (form: OpenForm, key: string) => api.post<{ ref: string }>('/tickets', form, { key }),
  reply: (ref: string, form: MessageForm, key: string) =>
    api.post<void>(`/tickets/${ref}/replies`, form, { key }),
  note: (ref: string, form: NoteForm, key: string) => api.post<void>(`/tickets/${ref}/notes`, form, { key }),
  triage: (ref: string, form: TriageForm) => api.post<void>(`/tickets/${ref}/triage`, form),
  assign: (ref: string, person: string | null) =>
    api.post<void>(`/tickets/${ref}/assign`, person ? { person } : {}),
  wait: (ref: string, form: WaitForm) => api.post<void>(`/tickets/${ref}/wait`, form),
  resume: (ref: string) => api.post<void>(`/tickets/${ref}/resume`),
  resolve: (ref: string, form: ResolveForm, key: string) =>
    api.post<void>(`/tickets/${ref}/resolve`, form, { key }),
  reopen: (ref: string) => api.post<void>(`/tickets/${ref}/reopen`),
  close: (ref: string) => api.post<void>(`/tickets/${ref}/close`),
  merge: (ref: string, into: string) => api.post<void>(`/tickets/${ref}/merge`, { into }),
  unmerge: (ref: string) => api.post<void>(`/tickets/${ref}/unmerge`),
  link: (ref: string, kind: string, other: string) =>
    api.post<void>(`/tickets/${ref}/links`, { kind, ref: other }),
  unlink: (ref: string, kind: string, other: string) =>
    api.post<void>(`/tickets/${ref}/unlink`, { kind, ref: other }),
  split: (ref: string, seq: number, subject: string) =>
    api.post<{ ref: string }>(`/tickets/${ref}/split`, { seq, subject }),
  edit: (ref: string, form: EditForm, version: number) =>
    api.patch<Ticket>(`/tickets/${ref}`, form, { ifMatch: version }),
  read: (ref: string, seq: number) => api.put<void>(`/tickets/${ref}/read`, { seq }),
  offer: (ref: string, form: HandoverForm, key: string) =>
    api.post<{ id: string; completeness: number; state: string }>(`/tickets/${ref}/handovers`, form, { key }),
  check: (ref: string, form: HandoverForm) => api.post<HandoverCheck>(`/tickets/${ref}/handover-check`, form),
  accept: (handover: string) => api.post<void>(`/handovers/${handover}/accept`),
  giveBack: (handover: string, form: ReturnForm, key: string) =>
    api.post<void>(`/handovers/${handover}/return`, form, { key }),
  withdraw: (handover: string) => api.post<void>(`/handovers/${handover}/withdraw`),
  seeNotices: () => api.post<void>('/notices/seen'),
  learn: (lesson: string) => api.post<void>(`/lessons/${lesson}/learn`),
  upload: (file: File) => {
    const form = new FormData()
    form.append('file', file)
    return api.post<FileBrief>('/files', form)
  },
}

/** useTicketChange runs one change and then reads the ticket again. */
export function useTicketChange<V>(ref: string, change: (value: V) => Promise<unknown>) {
  return useMutation({ mutationFn: change, onSuccess: () => forgetTicket(ref) })
}

/** useAssign shows the new owner at once and takes it back with a word when the desk refuses. */
export function useAssign(ref: string) {
  return useMutation({
    mutationFn: (to: PersonBrief | null) => desk.assign(ref, to?.id ?? null),
    onMutate: (to) => {
      const before = client.getQueryData<Ticket>(keys.ticket(ref))
      if (before) client.setQueryData<Ticket>(keys.ticket(ref), { ...before, assignee: to ?? undefined })
      return { before }
    },
    onError: (_err, _to, kept) => {
      if (kept?.before) client.setQueryData(keys.ticket(ref), kept.before)
    },
    onSettled: () => forgetTicket(ref),
  })
}
