import type { FullLevel } from '../../../api/settings-types'
import { Input } from '../../../parts/Forms'
import { NounScreen } from '../noun/NounScreen'
import type { Noun } from '../noun/noun'
import type { Form } from '../noun/useForm'
import { PlainName } from './PlainName'

interface Values {
  rank: number
  name: string
  plain_name: string
}

function Fields({ form }: { form: Form<Values> }) {
  const { values, set, error } = form
  return (
    <>
      <Input
        label="Rank"
        type="number"
        min={0}
        max={9}
        required
        value={Number.isFinite(values.rank) ? values.rank : ''}
        error={error('rank')}
        hint="0 is self-service; the higher, the nearer to the experts."
        onChange={(e) => set({ rank: e.target.valueAsNumber })}
      />
      <Input
        label="Name"
        required
        value={values.name}
        error={error('name')}
        onChange={(e) => set({ name: e.target.value })}
      />
      <PlainName form={form} example="our specialists" />
    </>
  )
}

const levels: Noun<FullLevel, Values> = {
  id: 'levels',
  path: '/levels',
  one: 'level',
  many: 'Levels',
  nameOf: (l) => l.name,
  wordsOf: (l) => `L${l.rank} ${l.plain_name}`,
  search: 'page',
  empty: 'No rung yet. Add the first one.',
  columns: [
    { head: 'Rung', width: '56px', cell: (l) => <b className="num">L{l.rank}</b> },
    { head: 'Name', width: '1fr', cell: (l) => <b className="m">{l.name}</b> },
    {
      head: 'Customers read',
      width: '1fr',
      wide: true,
      cell: (l) => <span className="ink-2">{l.plain_name}</span>,
    },
  ],
  blank: { rank: Number.NaN, name: '', plain_name: '' },
  formOf: ({ rank, name, plain_name }) => ({ rank, name, plain_name }),
  labels: { rank: 'Rank', name: 'Name', plain_name: 'What customers read' },
  bodyOf: (c) => ({ ...c, rank: Number.isFinite(c.rank) ? c.rank : undefined }),
  Fields,
  archive: { verb: 'Archive', done: 'archived', back: { archived: false } },
}

export default function Levels() {
  return <NounScreen noun={levels} />
}
