/** The names under which answers are kept; a live event throws away by name. */
export const keys = {
  me: ['me'] as const,
  counts: ['counts'] as const,
  levels: ['levels'] as const,
  teams: ['teams'] as const,
  people: (q: string) => ['people', q] as const,
  services: ['services'] as const,
  categories: (service: string) => ['categories', service] as const,
  fields: ['fields'] as const,
  lists: ['tickets'] as const,
  list: (filters: object) => ['tickets', filters] as const,
  ticket: (ref: string) => ['ticket', ref] as const,
  timeline: (ref: string) => ['timeline', ref] as const,
  candidates: (ref: string, direction: string) => ['candidates', ref, direction] as const,
  handoverDraft: (ref: string, direction: string, to: string) =>
    ['handover-draft', ref, direction, to] as const,
  handovers: ['handovers'] as const,
  handoverBox: (box: string, team: string) => ['handovers', box, team] as const,
  notices: ['notices'] as const,
  lessons: (filters: object) => ['lessons', filters] as const,
}
