import type { FullPerson } from '../../../api/settings-types'
import { Input, Pick } from '../../../parts/Forms'
import type { Form } from '../noun/useForm'
import { ChoiceField, Chooser, ListField } from '../parts/Chooser'
import { useOrganisationChoices, useTeamChoices } from '../parts/choices'
import { SmallNumber, YesNo } from '../parts/Small'
import styles from '../Settings.module.css'
import { PersonCertificates, PersonSkills } from './PersonProofs'
import { type PersonValues, roles, worksHere } from './people'

type P = { form: Form<PersonValues> }

/** The form of a person; what only agents have appears with the role. */
export function PersonFields({ form, record }: P & { record?: FullPerson }) {
  const { values, set, error } = form
  const agent = worksHere(values.role)
  const text = (field: 'name' | 'email' | 'title' | 'phone' | 'language' | 'time_zone') => ({
    value: values[field],
    error: error(field),
    onChange: (e: { target: { value: string } }) => set({ [field]: e.target.value }),
  })
  return (
    <>
      <Input label="Name" required autoComplete="off" {...text('name')} />
      <Input label="Address" type="email" autoComplete="off" {...text('email')} />
      <Pick
        label="Role"
        options={roles}
        value={values.role}
        error={error('role')}
        onChange={(e) => set({ role: e.target.value as PersonValues['role'] })}
      />
      <ChoiceField
        label="Organisation"
        value={values.organisation ?? undefined}
        placeholder={agent ? 'Yours' : 'By the domain of the address'}
        useChoices={useOrganisationChoices}
        error={error('organisation')}
        onPick={(o) => set({ organisation: { id: o.id, name: o.name } })}
      />
      <div className={styles.pair}>
        <Input label="Title" {...text('title')} />
        <Input label="Phone" type="tel" {...text('phone')} />
      </div>
      <div className={styles.pair}>
        <Input label="Language" placeholder="en" {...text('language')} />
        <Input label="Time zone" placeholder="Europe/Vienna" {...text('time_zone')} />
      </div>
      {agent && (
        <>
          <Input
            label="Capacity, in tickets at a time"
            type="number"
            min={0}
            max={100}
            value={Number.isFinite(values.capacity) ? values.capacity : ''}
            error={error('capacity')}
            hint="When it is full, others are suggested first."
            onChange={(e) => set({ capacity: e.target.valueAsNumber })}
          />
          <Clearances form={form} />
          <Seats form={form} />
          <PersonSkills form={form} />
          <PersonCertificates form={form} isNew={record === undefined} />
        </>
      )}
    </>
  )
}

function Clearances({ form }: P) {
  const { values, set, error } = form
  const { clearances } = values
  return (
    <>
      <YesNo checked={values.all_organisations} onChange={(all) => set({ all_organisations: all })}>
        Sees the tickets of every organisation
      </YesNo>
      {!values.all_organisations && (
        <ListField
          label="Organisations whose tickets they see"
          items={clearances}
          keyOf={(o) => o.id}
          nameOf={(o) => o.name}
          empty="None: they see no ticket but those they asked for themselves."
          error={error('clearances')}
          onRemove={(o) => set({ clearances: clearances.filter((x) => x.id !== o.id) })}
          add={
            <Chooser
              text="Add an organisation"
              useChoices={useOrganisationChoices}
              taken={clearances.map((o) => o.id)}
              onPick={(o) => set({ clearances: [...clearances, { id: o.id, name: o.name }] })}
            />
          }
        >
          {(o) => <span className="grow trunc">{o.name}</span>}
        </ListField>
      )}
    </>
  )
}

function Seats({ form }: P) {
  const { values, set, error } = form
  const { teams } = values
  const change = (team: string, to: object) =>
    set({ teams: teams.map((s) => (s.team.id === team ? { ...s, ...to } : s)) })
  return (
    <ListField
      label="Teams"
      items={teams}
      keyOf={(s) => s.team.id}
      nameOf={(s) => s.team.name}
      empty="In no team: no queue is theirs."
      hint="Preference 1 is the team that they serve first; the share is how much of their capacity it gets."
      error={error('teams')}
      onRemove={(s) => set({ teams: teams.filter((x) => x !== s) })}
      add={
        <Chooser
          text="Add a team"
          useChoices={useTeamChoices}
          taken={teams.map((s) => s.team.id)}
          onPick={(t) =>
            set({
              teams: [
                ...teams,
                { team: { id: t.id, name: t.name, kind: 'line', level: null }, preference: 1, share: 100 },
              ],
            })
          }
        />
      }
    >
      {(s) => (
        <>
          <span className="grow trunc">{s.team.name}</span>
          <SmallNumber
            label={`Preference of ${s.team.name}`}
            min={1}
            max={99}
            value={s.preference}
            onChange={(preference) => change(s.team.id, { preference })}
          />
          <SmallNumber
            label={`Share of ${s.team.name}`}
            unit="%"
            min={0}
            max={100}
            step={5}
            value={s.share}
            onChange={(share) => change(s.team.id, { share })}
          />
        </>
      )}
    </ListField>
  )
}
