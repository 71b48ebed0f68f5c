import { useAllSkills } from '../../../api/settings'
import type { FullCertification } from '../../../api/settings-types'
import { Input } from '../../../parts/Forms'
import { NounScreen } from '../noun/NounScreen'
import type { Noun } from '../noun/noun'
import type { Form } from '../noun/useForm'
import { ChoiceField } from '../parts/Chooser'
import { useSkillChoices } from '../parts/choices'

interface Values {
  name: string
  issuer: string
  skill: string
}

function useSkillName(id: string): string | undefined {
  return useAllSkills().data?.find((s) => s.id === id)?.path
}

function Fields({ form }: { form: Form<Values> }) {
  const { values, set, error } = form
  const skill = useSkillName(values.skill)
  return (
    <>
      <Input
        label="Name"
        required
        value={values.name}
        error={error('name')}
        onChange={(e) => set({ name: e.target.value })}
      />
      <Input
        label="Issued by"
        value={values.issuer}
        error={error('issuer')}
        onChange={(e) => set({ issuer: e.target.value })}
      />
      <ChoiceField
        label="The skill that it proves"
        value={values.skill ? { id: values.skill, name: skill ?? 'a skill' } : undefined}
        placeholder="None in particular"
        none="None in particular"
        useChoices={useSkillChoices}
        error={error('skill')}
        onNone={() => set({ skill: '' })}
        onPick={(s) => set({ skill: s.id })}
      />
    </>
  )
}

function Proves({ id }: { id: string | undefined }) {
  const name = useSkillName(id ?? '')
  return <span className="mono ink-3">{name}</span>
}

const certifications: Noun<FullCertification, Values> = {
  id: 'certifications',
  path: '/certifications',
  one: 'certification',
  many: 'Certifications',
  nameOf: (c) => c.name,
  wordsOf: (c) => c.issuer ?? '',
  search: 'page',
  empty: 'No certification yet. Add what some work may only be done with.',
  columns: [
    { head: 'Name', width: '1.4fr', cell: (c) => <b className="m">{c.name}</b> },
    { head: 'Issued by', width: '1fr', cell: (c) => <span className="ink-2">{c.issuer}</span> },
    { head: 'Proves', width: '1fr', wide: true, cell: (c) => <Proves id={c.skill} /> },
  ],
  blank: { name: '', issuer: '', skill: '' },
  formOf: (c) => ({ name: c.name, issuer: c.issuer ?? '', skill: c.skill ?? '' }),
  labels: { name: 'Name', issuer: 'Issued by', skill: 'The skill that it proves' },
  bodyOf: (c) => c,
  Fields,
  archive: { verb: 'Archive', done: 'archived', back: { archived: false } },
}

export default function Certifications() {
  return <NounScreen noun={certifications} />
}
