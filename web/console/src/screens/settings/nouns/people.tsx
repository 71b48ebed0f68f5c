import { api } from '../../../api/client'
import type {
  FullPerson,
  FullTeam,
  HeldCertificate,
  HeldSkill,
  Role,
  Seat,
} from '../../../api/settings-types'
import type { Named } from '../../../api/types'
import { Avatar } from '../../../parts/Avatar'
import { NounScreen } from '../noun/NounScreen'
import type { Noun } from '../noun/noun'
import { PersonFields } from './PersonFields'
import { Password } from './PersonPassword'
import { saveMembers } from './teams'

/** A person as the form holds them: their own fields, then what hangs on an agent. */
export interface PersonValues {
  name: string
  email: string
  title: string
  phone: string
  language: string
  time_zone: string
  role: Role
  organisation: Named | null
  capacity: number
  all_organisations: boolean
  clearances: Named[]
  teams: Seat[]
  skills: HeldSkill[]
  certifications: HeldCertificate[]
}

export const roles: { value: Role; text: string }[] = [
  { value: 'requester', text: 'Customer' },
  { value: 'organisation_manager', text: 'Customer, sees the organisation' },
  { value: 'agent', text: 'Agent' },
  { value: 'team_lead', text: 'Team lead' },
  { value: 'administrator', text: 'Administrator' },
]

export const worksHere = (role: Role) => role === 'agent' || role === 'team_lead' || role === 'administrator'

/** saveSeats changes each team that somebody came into, left, or serves differently. */
async function saveSeats(person: FullPerson, now: Seat[], before: Seat[]): Promise<FullPerson> {
  const ids = new Set([...now, ...before].map((s) => s.team.id))
  for (const id of ids) {
    const seat = now.find((s) => s.team.id === id)
    const old = before.find((s) => s.team.id === id)
    if (JSON.stringify(seat) === JSON.stringify(old)) continue
    const team = await api.get<FullTeam>(`/teams/${id}`)
    const others = (team.members ?? []).filter((m) => m.person.id !== person.id)
    const me = seat && {
      person: { id: person.id, name: person.name },
      preference: seat.preference,
      share: seat.share,
    }
    await saveMembers(id, team.version, me ? [...others, me] : others)
  }
  return api.get<FullPerson>(`/people/${person.id}`)
}

const put = (p: FullPerson, what: string, body: object) =>
  api.put<FullPerson>(`/people/${p.id}/${what}`, body, { ifMatch: p.version })

const people: Noun<FullPerson, PersonValues> = {
  id: 'people',
  path: '/people',
  one: 'person',
  many: 'People',
  nameOf: (p) => p.name,
  search: 'desk',
  roles: [
    { value: '', text: 'Everybody' },
    { value: 'agent', text: 'Who works on the desk' },
    { value: 'team_lead', text: 'Team leads' },
    { value: 'administrator', text: 'Administrators' },
    { value: 'requester', text: 'Customers' },
    { value: 'organisation_manager', text: 'Customers who see all' },
  ],
  empty: 'Nobody yet. Add the first colleague.',
  columns: [
    {
      head: 'Name',
      width: '1.3fr',
      cell: (p) => (
        <span className="row">
          <Avatar name={p.name} size="s" />
          <b className="m trunc">{p.name}</b>
        </span>
      ),
    },
    { head: 'Address', width: '1.4fr', wide: true, cell: (p) => <span className="ink-2">{p.email}</span> },
    { head: 'Organisation', width: '1fr', cell: (p) => <span className="ink-2">{p.organisation.name}</span> },
    {
      head: 'Role',
      width: '110px',
      wide: true,
      cell: (p) => <span className="ink-3">{roles.find((r) => r.value === p.role)?.text.split(',')[0]}</span>,
    },
  ],
  blank: {
    name: '',
    email: '',
    title: '',
    phone: '',
    language: '',
    time_zone: '',
    role: 'requester',
    organisation: null,
    capacity: Number.NaN,
    all_organisations: false,
    clearances: [],
    teams: [],
    skills: [],
    certifications: [],
  },
  formOf: (p) => ({
    name: p.name,
    email: p.email ?? '',
    title: p.title ?? '',
    phone: p.phone ?? '',
    language: p.language,
    time_zone: p.time_zone,
    role: p.role,
    organisation: p.organisation,
    capacity: p.capacity,
    all_organisations: p.all_organisations,
    clearances: p.clearances ?? [],
    teams: p.teams ?? [],
    skills: p.skills ?? [],
    certifications: p.certifications ?? [],
  }),
  labels: {
    name: 'Name',
    email: 'Address',
    title: 'Title',
    phone: 'Phone',
    language: 'Language',
    time_zone: 'Time zone',
    role: 'Role',
    organisation: 'Organisation',
    capacity: 'Capacity',
    all_organisations: 'Every organisation',
    clearances: 'Organisations',
    teams: 'Teams',
    skills: 'Skills',
    certifications: 'Certifications',
  },
  fieldNames: { members: 'teams' },
  bodyOf: (c) => ({
    ...c,
    organisation: c.organisation?.id,
    capacity: Number.isFinite(c.capacity) ? c.capacity : undefined,
    language: c.language || undefined,
    time_zone: c.time_zone || undefined,
  }),
  parts: [
    {
      fields: ['clearances'],
      save: (p, v) => put(p, 'clearances', { organisations: v.clearances.map((o) => o.id) }),
    },
    {
      fields: ['skills'],
      save: (p, v) =>
        put(p, 'skills', { items: v.skills.map(({ skill, grade, wants }) => ({ skill, grade, wants })) }),
    },
    {
      fields: ['certifications'],
      save: (p, v) => put(p, 'certifications', { items: v.certifications.map(({ name: _, ...c }) => c) }),
    },
    { fields: ['teams'], save: (p, v, was) => saveSeats(p, v.teams, was.teams) },
  ],
  Fields: PersonFields,
  More: Password,
  archive: { verb: 'Disable', done: 'disabled', back: { disabled: false } },
}

export default function People() {
  return <NounScreen noun={people} />
}
