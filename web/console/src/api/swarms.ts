import { api } from './client'
import { forgetHandovers } from './handovers'

/** Looking at a ticket together, booking time, and asking before answering. */

export interface SwarmForm {
  people: string[]
  teams: string[]
  ask: string
  tell_customer: boolean
}

const at = (ref: string) => `/tickets/${ref}/swarm`

export const swarms = {
  start: (ref: string, form: SwarmForm) => api.post<void>(at(ref), form),
  ask: (ref: string, people: string[], teams: string[]) =>
    api.post<void>(`${at(ref)}/ask`, { people, teams }),
  join: (ref: string) => api.post<void>(`${at(ref)}/join`, {}),
  leave: (ref: string) => api.post<void>(`${at(ref)}/leave`, {}),
  own: (ref: string, team?: string) => api.post<void>(`${at(ref)}/own`, { team }),
  handOver: (ref: string, person: string) => api.post<void>(`${at(ref)}/hand-over`, { person }),
  end: (ref: string, note: string) =>
    api.remove<void>(`${at(ref)}${note ? `?note=${encodeURIComponent(note)}` : ''}`),
  book: (ref: string, minutes: number, note: string) =>
    api.post<void>(`/tickets/${ref}/time`, { minutes, note: note || undefined }),
  askBack: (handover: string, question: string) =>
    api.post<void>(`/handovers/${handover}/ask-back`, { question }),
  answerBack: (handover: string, answer: string) =>
    api.post<void>(`/handovers/${handover}/answer-back`, { answer }),
}

/** What a swarm changes may have moved the ticket, and stands in every list. */
export const forgetSwarm = forgetHandovers
