import { api } from '../../../api/client'
import { useAllServices } from '../../../api/settings'
import type { FullMailbox } from '../../../api/settings-types'
import { Input, Pick } from '../../../parts/Forms'
import { NounScreen } from '../noun/NounScreen'
import type { Noun } from '../noun/noun'
import type { Form } from '../noun/useForm'
import { YesNo } from '../parts/Small'

interface Values {
  address: string
  name: string
  service: string
  standard: boolean
}

function Fields({ form, record }: { form: Form<Values>; record?: FullMailbox }) {
  const { values, set, error } = form
  const services = useAllServices().data ?? []
  return (
    <>
      <Input
        label="Address"
        type="email"
        required
        value={values.address}
        error={error('address')}
        placeholder="help@desk.example"
        onChange={(e) => set({ address: e.target.value })}
      />
      <Input
        label="Sender's name"
        value={values.name}
        error={error('name')}
        hint="What customers see beside the address."
        onChange={(e) => set({ name: e.target.value })}
      />
      <Pick
        label="Its mail is about"
        none="Anything"
        options={services.map((s) => ({ value: s.id, text: s.name }))}
        value={values.service}
        error={error('service')}
        onChange={(e) => set({ service: e.target.value })}
      />
      <YesNo
        checked={values.standard}
        onChange={(standard) => !(record?.standard && !standard) && set({ standard })}
        error={error('standard')}
        hint={
          record?.standard
            ? 'To end it, make another mailbox the standard one.'
            : 'Takes in what is for no mailbox, and sends what is about no service.'
        }
      >
        Standard mailbox
      </YesNo>
    </>
  )
}

const bodyOf = (c: Partial<Values>) => ({ ...c, standard: c.standard || undefined })

const mailboxes: Noun<FullMailbox, Values> = {
  id: 'mailboxes',
  path: '/mailboxes',
  one: 'mailbox',
  many: 'Mailboxes',
  nameOf: (m) => m.address,
  wordsOf: (m) => m.name,
  search: 'page',
  empty: 'No mailbox yet. Add the address that customers write to.',
  columns: [
    {
      head: 'Address',
      width: '1.4fr',
      cell: (m) => (
        <>
          <b className="m">{m.address}</b> {m.standard && <span className="tag accent">standard</span>}
        </>
      ),
    },
    { head: "Sender's name", width: '1fr', cell: (m) => <span className="ink-2">{m.name}</span> },
  ],
  blank: { address: '', name: '', service: '', standard: false },
  formOf: (m) => ({ address: m.address, name: m.name, service: m.service ?? '', standard: m.standard }),
  labels: {
    address: 'Address',
    name: "Sender's name",
    service: 'Its mail is about',
    standard: 'Standard mailbox',
  },
  bodyOf,
  Fields,
  archive: {
    verb: 'Remove',
    done: 'removed',
    back: (m) =>
      api.post('/mailboxes', bodyOf({ address: m.address, name: m.name, service: m.service ?? '' })),
  },
}

export default function Mailboxes() {
  return <NounScreen noun={mailboxes} />
}
