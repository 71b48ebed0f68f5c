import { useServices } from '../../../api/queries'
import type { Vendor } from '../../../api/vendors'
import { Button } from '../../../parts/Button'
import { Area, Check, Input, Pick } from '../../../parts/Forms'
import { NounScreen } from '../noun/NounScreen'
import type { Noun } from '../noun/noun'
import type { Form } from '../noun/useForm'
import { ListField } from '../parts/Chooser'
import { PlainName } from './PlainName'
import styles from './Vendors.module.css'
import {
  type Contact,
  type Contract,
  hoursOf,
  lengthOf,
  type Product,
  parts,
  type Values,
} from './vendor-form'

const reaches = [
  { value: 'mail', text: 'By mail: the desk writes' },
  { value: 'portal', text: 'In their portal: an agent files it' },
  { value: 'phone', text: 'By phone: an agent rings' },
]

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
      <PlainName form={form} example="Nimbus" />
      <Pick
        label="How they are reached"
        options={reaches}
        value={values.reach}
        error={error('reach')}
        onChange={(e) => set({ reach: e.target.value })}
      />
      {values.reach === 'portal' && (
        <Input
          label="Their portal"
          value={values.portal_url}
          error={error('portal_url')}
          placeholder="https://"
          onChange={(e) => set({ portal_url: e.target.value })}
        />
      )}
      <Input
        label="Phone"
        value={values.phone}
        error={error('phone')}
        onChange={(e) => set({ phone: e.target.value })}
      />
      <Contacts form={form} />
      <Products form={form} />
      <Contracts form={form} />
      <Leaves form={form} />
      <Area
        label="Note for agents"
        rows={3}
        value={values.note}
        error={error('note')}
        onChange={(e) => set({ note: e.target.value })}
      />
    </>
  )
}

/** change puts a changed one into a list, by its place. */
const change = <T,>(list: T[], at: number, to: Partial<T>) =>
  list.map((x, i) => (i === at ? { ...x, ...to } : x))

function Contacts({ form }: { form: Form<Values> }) {
  const { contacts } = form.values
  const put = (next: Contact[]) => form.set({ contacts: next })
  return (
    <ListField
      label="Contacts, the first is written to"
      items={contacts.map((c, at) => ({ ...c, at }))}
      keyOf={(c) => String(c.at)}
      nameOf={(c) => c.name || 'this contact'}
      empty="Nobody yet."
      hint="When one is silent, the next is pressed; the hours say how long a case has waited by then."
      error={form.error('contacts')}
      onRemove={(c) => put(contacts.filter((_, i) => i !== c.at))}
      add={
        <Button
          size="small"
          icon="plus"
          onClick={() => put([...contacts, { name: '', email: '', phone: '', hours: '0' }])}
        >
          Add a contact
        </Button>
      }
    >
      {(c) => (
        <span className={styles.quad}>
          <Input
            quiet
            label={`Name of contact ${c.at + 1}`}
            placeholder="Name"
            value={c.name}
            onChange={(e) => put(change(contacts, c.at, { name: e.target.value }))}
          />
          <Input
            quiet
            label={`Mail of contact ${c.at + 1}`}
            placeholder="Mail"
            value={c.email}
            onChange={(e) => put(change(contacts, c.at, { email: e.target.value }))}
          />
          <Input
            quiet
            type="number"
            min={0}
            label={`Hours before contact ${c.at + 1} is pressed`}
            value={c.hours}
            onChange={(e) => put(change(contacts, c.at, { hours: e.target.value }))}
          />
        </span>
      )}
    </ListField>
  )
}

function Products({ form }: { form: Form<Values> }) {
  const services = useServices().data ?? []
  const { products } = form.values
  const put = (next: Product[]) => form.set({ products: next })
  return (
    <ListField
      label="Products"
      items={products.map((p, at) => ({ ...p, at }))}
      keyOf={(p) => String(p.at)}
      nameOf={(p) => p.name || 'this product'}
      empty="None named."
      error={form.error('products')}
      onRemove={(p) => put(products.filter((_, i) => i !== p.at))}
      add={
        <Button size="small" icon="plus" onClick={() => put([...products, { name: '', service: '' }])}>
          Add a product
        </Button>
      }
    >
      {(p) => (
        <span className={styles.quad}>
          <Input
            quiet
            label={`Name of product ${p.at + 1}`}
            placeholder="Name"
            value={p.name}
            onChange={(e) => put(change(products, p.at, { name: e.target.value }))}
          />
          <Pick
            quiet
            label={`Service on product ${p.at + 1}`}
            none="No service"
            options={services.map((s) => ({ value: s.id, text: s.name }))}
            value={p.service}
            onChange={(e) => put(change(products, p.at, { service: e.target.value }))}
          />
        </span>
      )}
    </ListField>
  )
}

function Contracts({ form }: { form: Form<Values> }) {
  const { contracts } = form.values
  const put = (next: Contract[]) => form.set({ contracts: next })
  return (
    <ListField
      label="Contracts"
      items={contracts.map((c, at) => ({ ...c, at }))}
      keyOf={(c) => String(c.at)}
      nameOf={(c) => c.number || 'this contract'}
      empty="None: their clock runs by the desk’s own targets, if there is one for them."
      hint="Within how many open hours they answer, and from what percentage on they are pressed."
      error={form.error('contracts')}
      onRemove={(c) => put(contracts.filter((_, i) => i !== c.at))}
      add={
        <Button
          size="small"
          icon="plus"
          onClick={() => put([...contracts, { number: '', hours: '8', warn: 75 }])}
        >
          Add a contract
        </Button>
      }
    >
      {(c) => (
        <span className={styles.quad}>
          <Input
            quiet
            label={`Number of contract ${c.at + 1}`}
            placeholder="Number"
            value={c.number}
            onChange={(e) => put(change(contracts, c.at, { number: e.target.value }))}
          />
          <Input
            quiet
            type="number"
            min={0}
            step="any"
            label={`Hours of contract ${c.at + 1}`}
            value={c.hours}
            onChange={(e) => put(change(contracts, c.at, { hours: e.target.value }))}
          />
          <Input
            quiet
            type="number"
            min={1}
            max={100}
            label={`Warning of contract ${c.at + 1}, in percent`}
            value={c.warn}
            onChange={(e) => put(change(contracts, c.at, { warn: e.target.valueAsNumber }))}
          />
        </span>
      )}
    </ListField>
  )
}

/** Everything is taken out but what is ticked. */
function Leaves({ form }: { form: Form<Values> }) {
  const { keep, words } = form.values.redaction
  const set = (to: Partial<Values['redaction']>) => form.set({ redaction: { keep, words, ...to } })
  return (
    <fieldset className="fld">
      <legend className="label">What may leave</legend>
      {parts.map((p) => (
        <Check
          key={p.value}
          checked={keep.includes(p.value)}
          onChange={(on) => set({ keep: on ? [...keep, p.value] : keep.filter((x) => x !== p.value) })}
        >
          {p.text}
        </Check>
      ))}
      <Area
        label="Words that never leave"
        rows={3}
        hint="One a line."
        value={words}
        error={form.error('redaction')}
        onChange={(e) => set({ words: e.target.value })}
      />
    </fieldset>
  )
}

const vendors: Noun<Vendor, Values> = {
  id: 'vendors',
  path: '/vendors',
  one: 'vendor',
  many: 'Vendors',
  nameOf: (v) => v.name,
  wordsOf: (v) => v.products.map((p) => p.name).join(' '),
  search: 'page',
  empty: 'No vendor yet. Add the maker of what your customers use.',
  columns: [
    { head: 'Name', width: '1.4fr', cell: (v) => <b className="m">{v.name}</b> },
    {
      head: 'First contact',
      width: '1fr',
      cell: (v) => <span className="ink-2">{v.contacts[0]?.name ?? 'none'}</span>,
    },
    {
      head: 'Contracts',
      width: '1fr',
      wide: true,
      cell: (v) => <span className="ink-3">{v.contracts.map((c) => c.number).join(', ') || 'none'}</span>,
    },
  ],
  blank: {
    name: '',
    plain_name: '',
    reach: 'mail',
    portal_url: '',
    phone: '',
    note: '',
    contacts: [],
    products: [],
    contracts: [],
    redaction: { keep: [], words: '' },
  },
  formOf: (v) => ({
    name: v.name,
    plain_name: v.plain_name,
    reach: v.reach,
    portal_url: v.portal_url ?? '',
    phone: v.phone ?? '',
    note: v.note ?? '',
    contacts: v.contacts.map((c) => ({
      name: c.name,
      email: c.email ?? '',
      phone: c.phone ?? '',
      hours: hoursOf(c.after),
    })),
    products: v.products.map((p) => ({ name: p.name, service: p.service ?? '' })),
    contracts: v.contracts.map(({ answer, ...c }) => ({ ...c, hours: hoursOf(answer) })),
    redaction: { keep: v.redaction.keep, words: v.redaction.words.join('\n') },
  }),
  labels: {
    name: 'Name',
    plain_name: 'As customers read it',
    reach: 'How they are reached',
    portal_url: 'Their portal',
    phone: 'Phone',
    note: 'Note for agents',
    contacts: 'Contacts',
    products: 'Products',
    contracts: 'Contracts',
    redaction: 'What may leave',
  },
  bodyOf: ({ contacts, products, contracts, redaction, ...rest }) => ({
    ...rest,
    contacts: contacts?.map(({ hours, ...c }) => ({ ...c, after: lengthOf(hours) })),
    products: products?.map((p) => ({ name: p.name, service: p.service || undefined })),
    contracts: contracts?.map(({ hours, ...c }) => ({ ...c, answer: lengthOf(hours) })),
    redaction: redaction && {
      keep: redaction.keep,
      words: redaction.words.split('\n').filter((w) => w.trim() !== ''),
    },
  }),
  Fields,
  archive: { verb: 'Archive', done: 'archived', back: { archived: false } },
}

export default function Vendors() {
  return <NounScreen noun={vendors} />
}
