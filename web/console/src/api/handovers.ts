import { keepPreviousData, useInfiniteQuery, useMutation, useQueries, useQuery } from '@tanstack/react-query'
import { api } from './client'
import { keys } from './keys'
import { desk, forgetTicket } from './mutations'
import { type Box, client } from './queries'
import type { Candidates, Direction, Handover, HandoverDraft, HandoverForm, Lesson, Page } from './types'
import { wholeDraft, wholeHandover } from './whole'

/** What the hand-over sheet and the inbox ask the desk. */

const directions: Direction[] = ['up', 'sideways', 'down', 'project']

/** Who can take a ticket, in every direction at once, so that each rung can say how many. */
export function useWho(ref: string) {
  return useQueries({
    queries: directions.map((direction) => ({
      queryKey: keys.candidates(ref, direction),
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        api.get<Candidates>(`/tickets/${ref}/candidates`, { direction }, signal),
    })),
    combine: (all) => ({
      items: all.flatMap((q) => q.data?.items ?? []),
      excluded: all.flatMap((q) => q.data?.excluded ?? []),
      barred: all.flatMap((q) => q.data?.barred ?? []),
      pending: all.some((q) => q.isPending),
      error: all.find((q) => q.error)?.error ?? null,
      again: () => {
        for (const q of all) if (q.error) void q.refetch()
      },
    }),
  })
}

/** What the timeline says for a handover, once it is known to which team. */
export const useFilled = (ref: string, team: string | null) =>
  useQuery({
    queryKey: keys.handoverDraft(ref, team ?? ''),
    queryFn: async ({ signal }) =>
      wholeDraft(await api.get<HandoverDraft>(`/tickets/${ref}/handover-draft`, { to: team ?? '' }, signal)),
    enabled: team !== null,
    // Others write too: each opening reads the timeline as it is now.
    staleTime: 0,
  })

/** Who fits a handover that is on offer to a team. */
export const useTakers = (ref: string, team: string) =>
  useQuery({
    queryKey: keys.candidates(ref, `to ${team}`),
    queryFn: ({ signal }) => api.get<Candidates>(`/tickets/${ref}/candidates`, { to: team }, signal),
    enabled: ref !== '',
  })

/** What the desk says of the form as it stands; the answer to the form before stays until the next is there. */
export const useCheck = (ref: string, form: HandoverForm | null) =>
  useQuery({
    queryKey: ['handover-check', ref, form],
    queryFn: () => desk.check(ref, form ?? {}),
    enabled: form !== null,
    placeholderData: keepPreviousData,
    gcTime: 60_000,
  })

/** A box of handovers, page by page. */
export const useInbox = (box: Box) =>
  useInfiniteQuery({
    queryKey: [...keys.handovers, 'inbox', box],
    queryFn: async ({ pageParam, signal }) => {
      const page = await api.get<Page<Handover>>(
        '/handovers',
        { box, limit: 100, cursor: pageParam || undefined },
        signal,
      )
      return { ...page, items: (page.items ?? []).map(wholeHandover) }
    },
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
    placeholderData: keepPreviousData,
  })

/** forgetHandovers throws away what is known of a ticket and of every box: an offer was made or answered. */
export const forgetHandovers = (ref: string) =>
  Promise.all([forgetTicket(ref), client.invalidateQueries({ queryKey: keys.handovers })])

/** My lessons: those still to learn, or those I know. */
export const useLessons = (state: 'open' | 'learnt') =>
  useInfiniteQuery({
    queryKey: keys.lessons({ state }),
    queryFn: ({ pageParam, signal }) =>
      api.get<Page<Lesson>>(
        '/lessons',
        { mine: true, state, limit: 100, cursor: pageParam || undefined },
        signal,
      ),
    initialPageParam: '',
    getNextPageParam: (last) => last.next || undefined,
  })

/** useLearn marks a lesson as learnt; every place that shows it hears of it. */
export const useLearn = () =>
  useMutation({
    mutationFn: (lesson: Lesson) => desk.learn(lesson.id),
    onSettled: (_done, _err, lesson) =>
      Promise.all([
        client.invalidateQueries({ queryKey: ['lessons'] }),
        client.invalidateQueries({ queryKey: keys.ticket(lesson.ticket.ref) }),
      ]),
  })
