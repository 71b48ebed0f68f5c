import { useAllServices } from '../../../api/settings'
import type { FieldType, FullField } from '../../../api/settings-types'
import { Area, Input, Pick } from '../../../parts/Forms'
import { NounScreen } from '../noun/NounScreen'
import type { Noun } from '../noun/noun'
import type { Form } from '../noun/useForm'
import { YesNo } from '../parts/Small'

interface Values {
  key: string
  name: string
  type: FieldType
  options: string
  service: string
  customer_visible: boolean
  position: number
}

const types: { value: FieldType; text: string }[] = [
  { value: 'text', text: 'Text' },
  { value: 'number', text: 'Number' },
  { value: 'boolean', text: 'Yes or no' },
  { value: 'date', text: 'Date' },
  { value: 'choice', text: 'Choice' },
]

function Fields({ form, record }: { form: Form<Values>; record?: FullField }) {
  const { values, set, error } = form
  const services = useAllServices().data ?? []
  return (
    <>
      <Input
        label="Label"
        required
        value={values.name}
        error={error('name')}
        placeholder="Cost centre"
        onChange={(e) => set({ name: e.target.value })}
      />
      <Input
        label="Key"
        required
        readOnly={record !== undefined}
        value={values.key}
        error={error('key')}
        placeholder="cost_centre"
        hint={record ? 'Its name for programs stays as it is.' : 'Its name for programs; given once.'}
        onChange={(e) => set({ key: e.target.value })}
      />
      <Pick
        label="What it holds"
        options={types}
        disabled={record !== undefined}
        value={values.type}
        error={error('type')}
        hint={record ? 'Given once: tickets hold values of it.' : undefined}
        onChange={(e) => set({ type: e.target.value as FieldType })}
      />
      {values.type === 'choice' && (
        <Area
          label="Choices"
          rows={4}
          value={values.options}
          error={error('options')}
          hint="One a line, in the order in which they are offered."
          onChange={(e) => set({ options: e.target.value })}
        />
      )}
      <Pick
        label="Which tickets have it"
        none="All tickets"
        options={services.map((s) => ({ value: s.id, text: `Tickets about ${s.name}` }))}
        value={values.service}
        error={error('service')}
        onChange={(e) => set({ service: e.target.value })}
      />
      <Input
        label="Place among the fields"
        type="number"
        min={0}
        value={Number.isFinite(values.position) ? values.position : ''}
        error={error('position')}
        hint="Lower stands first."
        onChange={(e) => set({ position: e.target.valueAsNumber })}
      />
      <YesNo checked={values.customer_visible} onChange={(customer_visible) => set({ customer_visible })}>
        Customers see it
      </YesNo>
    </>
  )
}

const lines = (text: string) =>
  text
    .split('\n')
    .map((l) => l.trim())
    .filter(Boolean)

const fields: Noun<FullField, Values> = {
  id: 'fields',
  path: '/fields',
  one: 'field',
  many: 'Custom fields',
  nameOf: (f) => f.name,
  wordsOf: (f) => f.key,
  search: 'page',
  empty: 'No field of your own yet. Add what your tickets need besides the usual.',
  columns: [
    { head: 'Label', width: '1.2fr', cell: (f) => <b className="m">{f.name}</b> },
    { head: 'Key', width: '1fr', wide: true, cell: (f) => <span className="mono ink-3">{f.key}</span> },
    {
      head: 'Holds',
      width: '110px',
      cell: (f) => <span className="ink-2">{types.find((t) => t.value === f.type)?.text}</span>,
    },
    {
      head: 'Seen by',
      width: '110px',
      cell: (f) => <span className="ink-3">{f.customer_visible ? 'customers too' : 'the desk'}</span>,
    },
  ],
  blank: { key: '', name: '', type: 'text', options: '', service: '', customer_visible: false, position: 0 },
  formOf: (f) => ({
    key: f.key,
    name: f.name,
    type: f.type,
    options: (f.options ?? []).join('\n'),
    service: f.service ?? '',
    customer_visible: f.customer_visible,
    position: f.position,
  }),
  labels: {
    key: 'Key',
    name: 'Label',
    type: 'What it holds',
    options: 'Choices',
    service: 'Which tickets have it',
    customer_visible: 'Customers see it',
    position: 'Place',
  },
  // The desk's core calls the key a name and the name a label.
  fieldNames: { name: 'key', label: 'name', kind: 'type' },
  bodyOf: (c) => ({
    ...c,
    options: c.options === undefined || c.type !== 'choice' ? optionsAlone(c) : lines(c.options),
    position: Number.isFinite(c.position) ? c.position : undefined,
  }),
  Fields,
  archive: { verb: 'Archive', done: 'archived', back: { archived: false } },
}

/** A change of the choices alone says no type; a new field of another type has none. */
function optionsAlone(c: Partial<Values>): string[] | undefined {
  return c.type === undefined && c.options !== undefined ? lines(c.options) : undefined
}

export default function CustomFields() {
  return <NounScreen noun={fields} />
}
