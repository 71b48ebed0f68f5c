import type { KnowledgeMap } from '../../api/routing-types'

/** narrowed keeps the skills and the people that some words name, or what those people hold. */
export function narrowed(map: KnowledgeMap, q: string, needed: boolean): KnowledgeMap {
  const words = q.trim().toLowerCase()
  const named = map.people.filter((p) => words !== '' && p.name.toLowerCase().includes(words))
  const wanted = new Set(named.map((p) => p.id))
  const says = (text: string) => words === '' || text.toLowerCase().includes(words)
  const keeps = (row: { name: string; path?: string; needed: boolean; holders: { person: string }[] }) =>
    (!needed || row.needed) &&
    (says(`${row.path ?? ''} ${row.name}`) || row.holders.some((h) => wanted.has(h.person)))
  const skills = map.skills.filter(keeps)
  const certifications = map.certifications.filter(keeps)
  const holding = new Set([...skills, ...certifications].flatMap((r) => r.holders.map((h) => h.person)))
  const people = named.length > 0 ? named : map.people.filter((p) => holding.has(p.id))
  return { ...map, people, skills, certifications }
}
