import {
  useAllCertifications,
  useAllSkills,
  useAllTeams,
  useSomeAgents,
  useSomeOrganisations,
} from '../../../api/settings'
import { useLater } from '../noun/useLater'
import type { Choice } from './Chooser'

/** What the choosers offer, each as a hook from typed words to choices. */

export function useOrganisationChoices(q: string): Choice[] | undefined {
  return useSomeOrganisations(useLater(q.trim())).data?.map((o) => ({ id: o.id, name: o.name }))
}

export function useAgentChoices(q: string): Choice[] | undefined {
  return useSomeAgents(useLater(q.trim())).data?.map((p) => ({ id: p.id, name: p.name, hint: p.title }))
}

export function useTeamChoices(q: string): Choice[] | undefined {
  return fitting(
    useAllTeams().data?.map((t) => ({ id: t.id, name: t.name, hint: t.level?.name ?? 'Project team' })),
    q,
  )
}

export function useSkillChoices(q: string): Choice[] | undefined {
  return fitting(
    useAllSkills().data?.map((s) => ({ id: s.id, name: s.path, hint: s.name })),
    q,
  )
}

export function useCertificationChoices(q: string): Choice[] | undefined {
  return fitting(
    useAllCertifications().data?.map((c) => ({ id: c.id, name: c.name, hint: c.issuer })),
    q,
  )
}

function fitting(all: Choice[] | undefined, q: string): Choice[] | undefined {
  const word = q.trim().toLowerCase()
  return all?.filter((c) => `${c.name} ${c.hint ?? ''}`.toLowerCase().includes(word))
}
