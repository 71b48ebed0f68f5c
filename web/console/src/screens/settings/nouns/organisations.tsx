import type { FullOrganisation } from '../../../api/settings-types'
import type { Named } from '../../../api/types'
import { Area, Input, Pick } from '../../../parts/Forms'
import { NounScreen } from '../noun/NounScreen'
import type { Noun } from '../noun/noun'
import type { Form } from '../noun/useForm'
import { ChoiceField } from '../parts/Chooser'
import { useAgentChoices } from '../parts/choices'

interface Values {
  name: string
  sees: string
  domains: string
  account_manager: Named | null
}

const sees = [
  { value: 'own', text: 'Their own requests' },
  { value: 'organisation', text: 'All requests of the organisation' },
]

const words = (text: string) => text.split(/[\s,;]+/).filter(Boolean)

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
      <Pick
        label="What its people see in the portal"
        options={sees}
        value={values.sees}
        error={error('sees')}
        onChange={(e) => set({ sees: e.target.value })}
      />
      <Area
        label="Mail domains"
        rows={3}
        value={values.domains}
        error={error('domains')}
        hint="One a line. Whoever writes from one of them belongs to this organisation."
        placeholder="example.com"
        onChange={(e) => set({ domains: e.target.value })}
      />
      <ChoiceField
        label="Account manager"
        value={values.account_manager ?? undefined}
        placeholder="Nobody"
        none="Nobody"
        hint="Told when an escalation plan names the account manager. They must be cleared for this organisation."
        error={error('account_manager')}
        useChoices={useAgentChoices}
        onNone={() => set({ account_manager: null })}
        onPick={(p) => set({ account_manager: { id: p.id, name: p.name } })}
      />
    </>
  )
}

const organisations: Noun<FullOrganisation, Values> = {
  id: 'organisations',
  path: '/organisations',
  one: 'organisation',
  many: 'Organisations',
  nameOf: (o) => o.name,
  search: 'desk',
  empty: 'No customer yet. Add the first organisation that you look after.',
  columns: [
    { head: 'Name', width: '2fr', cell: (o) => <b className="m">{o.name}</b> },
    {
      head: 'Domains',
      width: '2fr',
      wide: true,
      cell: (o) => <span className="ink-2">{o.domains?.join(', ') || 'none'}</span>,
    },
    {
      head: 'Its people see',
      width: '160px',
      cell: (o) => <span className="ink-3">{o.sees === 'own' ? 'their own' : 'all of it'}</span>,
    },
  ],
  blank: { name: '', sees: 'own', domains: '', account_manager: null },
  formOf: (o) => ({
    name: o.name,
    sees: o.sees,
    domains: (o.domains ?? []).join('\n'),
    account_manager: o.account_manager ? { id: o.account_manager.id, name: o.account_manager.name } : null,
  }),
  labels: {
    name: 'Name',
    sees: 'What its people see',
    domains: 'Mail domains',
    account_manager: 'Account manager',
  },
  bodyOf: ({ account_manager: manager, ...c }) => ({
    ...c,
    domains: c.domains === undefined ? undefined : words(c.domains),
    account_manager: manager === undefined ? undefined : (manager?.id ?? ''),
  }),
  Fields,
  archive: { verb: 'Archive', done: 'archived', back: { archived: false } },
}

export default function Organisations() {
  return <NounScreen noun={organisations} />
}
