import { api } from '../../../api/client'
import { useLevels } from '../../../api/queries'
import { useAllTeams } from '../../../api/settings'
import type { FullService, Need } from '../../../api/settings-types'
import { Area, Input } from '../../../parts/Forms'
import { NounScreen } from '../noun/NounScreen'
import type { Noun } from '../noun/noun'
import type { Form } from '../noun/useForm'
import { NeedsField } from '../parts/Needs'
import { wireNeeds } from '../parts/needs-wire'
import { SmallPick } from '../parts/Small'
import styles from '../Settings.module.css'
import { Categories } from './Categories'
import { PlainName } from './PlainName'

interface Values {
  name: string
  plain_name: string
  description: string
  teams: { rank: number; team: string }[]
  needs: Need[]
}

function Fields({ form }: { form: Form<Values> }) {
  const { values, set, error } = form
  return (
    <>
      <Input
        label="Name"
        required
        value={values.name}
        error={error('name')}
        onChange={(e) => set({ name: e.target.value })}
      />
      <PlainName form={form} example="remote access" before="Your request is about" />
      <Area
        label="Description"
        rows={2}
        value={values.description}
        error={error('description')}
        hint="One line below its name in the portal."
        onChange={(e) => set({ description: e.target.value })}
      />
      <Serving form={form} />
      <NeedsField
        label="What work on it needs"
        items={values.needs}
        error={error('needs')}
        onChange={(needs) => set({ needs })}
      />
    </>
  )
}

/** For each rung the team that serves it: the highest stands on top, as on every ladder here. */
function Serving({ form }: { form: Form<Values> }) {
  const { values, set, error } = form
  const levels = useLevels().data ?? []
  const teams = useAllTeams().data ?? []
  const choose = (rank: number, team: string) => {
    const others = values.teams.filter((t) => t.rank !== rank)
    set({ teams: team ? [...others, { rank, team }].sort((a, b) => a.rank - b.rank) : others })
  }
  return (
    <section className={styles.sub} aria-labelledby="serving">
      <h3 id="serving" className="b">
        Who serves it
      </h3>
      {error('teams') && (
        <p className="err" role="alert">
          {error('teams')}
        </p>
      )}
      <ul className={styles.lines}>
        {[...levels]
          .sort((a, b) => b.rank - a.rank)
          .map((l) => (
            <li key={l.id}>
              <b className="num ink-3">L{l.rank}</b>
              <span className="grow trunc">{l.name}</span>
              <SmallPick
                label={`Team on ${l.name}`}
                value={values.teams.find((t) => t.rank === l.rank)?.team ?? ''}
                options={[
                  { value: '', text: 'No team of its own' },
                  ...teams
                    .filter((t) => t.level?.rank === l.rank)
                    .map((t) => ({ value: t.id, text: t.name })),
                ]}
                onChange={(team) => choose(l.rank, team)}
              />
            </li>
          ))}
      </ul>
    </section>
  )
}

const services: Noun<FullService, Values> = {
  id: 'services',
  path: '/services',
  one: 'service',
  many: 'Services',
  nameOf: (s) => s.name,
  wordsOf: (s) => s.plain_name,
  search: 'page',
  empty: 'No service yet. Add what customers use and you look after.',
  columns: [
    { head: 'Name', width: '1.2fr', cell: (s) => <b className="m">{s.name}</b> },
    {
      head: 'Customers read',
      width: '1.2fr',
      wide: true,
      cell: (s) => <span className="ink-2">{s.plain_name}</span>,
    },
    {
      head: 'Served on',
      width: '130px',
      cell: (s) => (
        <span className="ink-3 num">{(s.teams ?? []).map((t) => `L${t.rank}`).join(' ') || 'no rung'}</span>
      ),
    },
  ],
  blank: { name: '', plain_name: '', description: '', teams: [], needs: [] },
  formOf: (s) => ({
    name: s.name,
    plain_name: s.plain_name,
    description: s.description ?? '',
    teams: s.teams ?? [],
    needs: s.needs ?? [],
  }),
  labels: {
    name: 'Name',
    plain_name: 'What customers read',
    description: 'Description',
    teams: 'Who serves it',
    needs: 'What work on it needs',
  },
  fieldNames: { items: 'needs' },
  bodyOf: (c) => c,
  parts: [
    {
      fields: ['needs'],
      save: (s, v) =>
        api.put<FullService>(
          `/services/${s.id}/needs`,
          { items: wireNeeds(v.needs) },
          { ifMatch: s.version },
        ),
    },
  ],
  Fields,
  More: Categories,
  archive: { verb: 'Archive', done: 'archived', back: { archived: false } },
}

export default function Services() {
  return <NounScreen noun={services} />
}
