import { api } from '../../../api/client'
import { useLevels } from '../../../api/queries'
import type { FullTeam, Member } from '../../../api/settings-types'
import type { Named } from '../../../api/types'
import { Avatar } from '../../../parts/Avatar'
import { Input, Pick, Segment } from '../../../parts/Forms'
import { NounScreen } from '../noun/NounScreen'
import type { Noun } from '../noun/noun'
import type { Form } from '../noun/useForm'
import { ChoiceField, Chooser, ListField } from '../parts/Chooser'
import { useAgentChoices, useTeamChoices } from '../parts/choices'
import { SmallNumber, YesNo } from '../parts/Small'
import { PlainName } from './PlainName'

interface Values {
  name: string
  plain_name: string
  kind: 'line' | 'project'
  /** The rank of its level, since that is how the desk shows it. */
  rank: number | null
  threshold: number
  lead: Named | null
  triage: boolean
  dealing: 'pull' | 'push' | 'offer'
  offer_seconds: number
  members: Member[]
  /** The only teams that it hands over to; none: every team. */
  paths: Named[]
}

function Fields({ form, record }: { form: Form<Values>; record?: FullTeam }) {
  const { values, set, error } = form
  const levels = useLevels().data ?? []
  return (
    <>
      <Input
        label="Name"
        required
        value={values.name}
        error={error('name')}
        onChange={(e) => set({ name: e.target.value })}
      />
      <PlainName form={form} example="network specialists" />
      <div className="fld">
        <span className="label">Where it stands</span>
        <span>
          <Segment
            label="Where it stands"
            value={values.kind}
            options={[
              { value: 'line', text: 'On the ladder' },
              { value: 'project', text: 'Beside it, for projects' },
            ]}
            onChange={(kind) => set(kind === 'project' ? { kind, rank: null, triage: false } : { kind })}
          />
        </span>
      </div>
      {values.kind === 'line' && (
        <Pick
          label="Level"
          none="Choose a level"
          options={levels.map((l) => ({ value: String(l.rank), text: `L${l.rank} ${l.name}` }))}
          value={values.rank === null ? '' : String(values.rank)}
          error={error('rank')}
          onChange={(e) => set({ rank: e.target.value === '' ? null : Number(e.target.value) })}
        />
      )}
      <Input
        label="Completeness asked of handovers to it, in percent"
        type="number"
        min={0}
        max={100}
        value={Number.isFinite(values.threshold) ? values.threshold : ''}
        error={error('threshold')}
        hint="Below it the sender says why; nobody is stopped."
        onChange={(e) => set({ threshold: e.target.valueAsNumber })}
      />
      <ChoiceField
        label="Lead"
        value={values.lead ?? undefined}
        placeholder="Nobody"
        none="Nobody"
        useChoices={useAgentChoices}
        error={error('lead')}
        onNone={() => set({ lead: null })}
        onPick={(p) => set({ lead: { id: p.id, name: p.name } })}
      />
      {values.kind === 'line' && (
        <YesNo
          checked={values.triage}
          onChange={(triage) => !(record?.triage && !triage) && set({ triage })}
          error={error('triage')}
          hint={
            record?.triage
              ? 'To end it, make another team the triage team.'
              : 'What no rule can place comes to it. There is one such team; this takes it over.'
          }
        >
          Triage team
        </YesNo>
      )}
      <Dealing form={form} />
      <Members form={form} />
      <Paths form={form} record={record} />
    </>
  )
}

const dealings = [
  { value: 'pull', text: 'Members ask' },
  { value: 'push', text: 'Assigned' },
  { value: 'offer', text: 'Offered' },
] as const
const dealingHints = {
  pull: 'Members take tickets themselves, or ask for the next one.',
  push: 'Each ticket goes at once to the member whom it fits best.',
  offer: 'The member whom it fits best is asked; after a while the next one is.',
}

/** How tickets reach the members; nobody is given work on a break, off shift or past their capacity. */
function Dealing({ form }: { form: Form<Values> }) {
  const { values, set, error } = form
  return (
    <>
      <div className="fld">
        <span className="label">How tickets reach members</span>
        <span>
          <Segment
            label="How tickets reach members"
            value={values.dealing}
            options={[...dealings]}
            onChange={(dealing) => set({ dealing })}
          />
        </span>
        <div className="hint">{dealingHints[values.dealing]}</div>
      </div>
      {values.dealing === 'offer' && (
        <Input
          label="Minutes to say yes"
          type="number"
          min={1}
          max={480}
          value={Number.isFinite(values.offer_seconds) ? values.offer_seconds / 60 : ''}
          error={error('offer_seconds')}
          onChange={(e) => set({ offer_seconds: e.target.valueAsNumber * 60 })}
        />
      )}
    </>
  )
}

function Members({ form }: { form: Form<Values> }) {
  const { values, set, error } = form
  const { members } = values
  const change = (person: string, to: Partial<Member>) =>
    set({ members: members.map((m) => (m.person.id === person ? { ...m, ...to } : m)) })
  return (
    <ListField
      label="Members"
      items={members}
      keyOf={(m) => m.person.id}
      nameOf={(m) => m.person.name}
      empty="Nobody yet: tickets of this team wait until somebody takes them."
      hint="Preference 1 is the team that somebody serves first; the share is how much of their capacity it gets."
      error={error('members')}
      onRemove={(m) => set({ members: members.filter((x) => x !== m) })}
      add={
        <Chooser
          text="Add a member"
          useChoices={useAgentChoices}
          taken={members.map((m) => m.person.id)}
          onPick={(p) =>
            set({ members: [...members, { person: { id: p.id, name: p.name }, preference: 1, share: 100 }] })
          }
        />
      }
    >
      {(m) => (
        <>
          <Avatar name={m.person.name} size="s" />
          <span className="grow trunc">{m.person.name}</span>
          <SmallNumber
            label={`Preference of ${m.person.name}`}
            min={1}
            max={99}
            value={m.preference}
            onChange={(preference) => change(m.person.id, { preference })}
          />
          <SmallNumber
            label={`Share of ${m.person.name}`}
            unit="%"
            min={0}
            max={100}
            step={5}
            value={m.share}
            onChange={(share) => change(m.person.id, { share })}
          />
        </>
      )}
    </ListField>
  )
}

function Paths({ form, record }: { form: Form<Values>; record?: FullTeam }) {
  const { values, set, error } = form
  const { paths } = values
  return (
    <ListField
      label="Hands over to"
      items={paths}
      keyOf={(t) => t.id}
      nameOf={(t) => t.name}
      empty="Every team."
      hint="Once a team is named, it hands over to the named ones only. First line may hand over whatever it sees to anybody."
      error={error('paths')}
      onRemove={(t) => set({ paths: paths.filter((x) => x !== t) })}
      add={
        <Chooser
          text="Add a team"
          useChoices={useTeamChoices}
          taken={[...paths.map((t) => t.id), ...(record ? [record.id] : [])]}
          onPick={(t) => set({ paths: [...paths, { id: t.id, name: t.name }] })}
        />
      }
    >
      {(t) => <span className="grow trunc">{t.name}</span>}
    </ListField>
  )
}

function bodyWith(levels: { id: string; rank: number }[], c: Partial<Values>): object {
  const { rank, lead, threshold, offer_seconds, members: _members, paths: _paths, ...rest } = c
  return {
    ...rest,
    threshold: Number.isFinite(threshold) ? threshold : undefined,
    offer_seconds: Number.isFinite(offer_seconds) ? offer_seconds : undefined,
    level: rank === undefined ? undefined : (levels.find((l) => l.rank === rank)?.id ?? ''),
    lead: lead === undefined ? undefined : (lead?.id ?? ''),
  }
}

export const saveMembers = (team: string, version: number, members: Member[]) =>
  api.put<FullTeam>(
    `/teams/${team}/members`,
    { items: members.map((m) => ({ person: m.person.id, preference: m.preference, share: m.share })) },
    { ifMatch: version },
  )

const savePaths = (team: string, version: number, paths: Named[]) =>
  api.put<FullTeam>(`/teams/${team}/paths`, { items: paths.map((t) => t.id) }, { ifMatch: version })

const noun = (levels: { id: string; rank: number }[]): Noun<FullTeam, Values> => ({
  id: 'teams',
  path: '/teams',
  one: 'team',
  many: 'Teams',
  nameOf: (t) => t.name,
  wordsOf: (t) =>
    `${t.plain_name} ${t.level ? `L${t.level.rank} ${t.level.name}` : 'project'} ${t.lead?.name ?? ''}`,
  search: 'page',
  empty: 'No team yet. Add the one that looks at tickets first.',
  columns: [
    {
      head: 'Name',
      width: '1.4fr',
      cell: (t) => (
        <>
          <b className="m">{t.name}</b> {t.triage && <span className="tag accent">triage</span>}
        </>
      ),
    },
    {
      head: 'Stands on',
      width: '1fr',
      cell: (t) => <span className="ink-2">{t.level ? `L${t.level.rank} ${t.level.name}` : 'Projects'}</span>,
    },
    {
      head: 'Customers read',
      width: '1fr',
      wide: true,
      cell: (t) => <span className="ink-2">{t.plain_name}</span>,
    },
    {
      head: 'Lead',
      width: '130px',
      wide: true,
      cell: (t) => <span className="ink-3">{t.lead?.name ?? 'none'}</span>,
    },
  ],
  blank: {
    name: '',
    plain_name: '',
    kind: 'line',
    rank: null,
    threshold: 60,
    lead: null,
    triage: false,
    dealing: 'pull',
    offer_seconds: 300,
    members: [],
    paths: [],
  },
  formOf: (t) => ({
    name: t.name,
    plain_name: t.plain_name,
    kind: t.kind,
    rank: t.level?.rank ?? null,
    threshold: t.threshold,
    lead: t.lead ? { id: t.lead.id, name: t.lead.name } : null,
    triage: t.triage,
    dealing: t.dealing,
    offer_seconds: t.offer_seconds,
    members: (t.members ?? []).map((m) => ({
      person: { id: m.person.id, name: m.person.name },
      preference: m.preference,
      share: m.share,
    })),
    paths: (t.paths ?? []).map((p) => ({ id: p.id, name: p.name })),
  }),
  labels: {
    name: 'Name',
    plain_name: 'What customers read',
    kind: 'Where it stands',
    rank: 'Level',
    threshold: 'Completeness',
    lead: 'Lead',
    triage: 'Triage team',
    dealing: 'How tickets reach members',
    offer_seconds: 'Minutes to say yes',
    members: 'Members',
    paths: 'Hands over to',
  },
  fieldNames: { level: 'rank', items: 'members' },
  bodyOf: (c) => bodyWith(levels, c),
  parts: [
    { fields: ['members'], save: (t, v) => saveMembers(t.id, t.version, v.members) },
    { fields: ['paths'], save: (t, v) => savePaths(t.id, t.version, v.paths) },
  ],
  Fields,
  archive: { verb: 'Archive', done: 'archived', back: { archived: false } },
})

export default function Teams() {
  const levels = useLevels()
  return <NounScreen noun={noun(levels.data ?? [])} />
}
