import type { FullSkill } from '../../../api/settings-types'
import { Input } from '../../../parts/Forms'
import { NounScreen } from '../noun/NounScreen'
import type { Noun } from '../noun/noun'
import type { Form } from '../noun/useForm'
import styles from '../Settings.module.css'

interface Values {
  path: string
  name: string
}

function Fields({ form, record }: { form: Form<Values>; record?: FullSkill }) {
  const { values, set, error } = form
  return (
    <>
      <Input
        label="Path"
        required
        readOnly={record !== undefined}
        value={values.path}
        error={error('path')}
        placeholder="network.vpn"
        hint={
          record
            ? 'A path stays as it is, since people and services refer to it.'
            : 'Words of a to z joined by dots; a skill stands below the one that its path names.'
        }
        onChange={(e) => set({ path: e.target.value })}
      />
      <Input
        label="Name"
        value={values.name}
        error={error('name')}
        placeholder="VPN"
        hint="Left empty, the last word of the path."
        onChange={(e) => set({ name: e.target.value })}
      />
    </>
  )
}

const skills: Noun<FullSkill, Values> = {
  id: 'skills',
  path: '/skills',
  one: 'skill',
  many: 'Skills',
  nameOf: (s) => s.name,
  wordsOf: (s) => s.path,
  search: 'page',
  empty: 'No skill yet. Skills tell who can take a ticket.',
  columns: [
    {
      head: 'Skill',
      width: '1fr',
      cell: (s) => {
        const depth = s.path.split('.').length - 1
        return (
          <span className={styles.branch} style={{ paddingLeft: depth * 18 }}>
            <b className="m">{s.name}</b>
          </span>
        )
      },
    },
    { head: 'Path', width: '1fr', cell: (s) => <span className="mono ink-3">{s.path}</span> },
  ],
  blank: { path: '', name: '' },
  formOf: ({ path, name }) => ({ path, name }),
  labels: { path: 'Path', name: 'Name' },
  bodyOf: (c) => ({ ...c, name: c.name || undefined }),
  Fields,
  archive: { verb: 'Archive', done: 'archived', back: { archived: false } },
}

export default function Skills() {
  return <NounScreen noun={skills} />
}
