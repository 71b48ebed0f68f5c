import type { Need } from '../../../api/settings-types'
import { Icon } from '../../../parts/Icon'
import { grades } from '../nouns/PersonProofs'
import { Chooser, ListField } from './Chooser'
import { useCertificationChoices, useSkillChoices } from './choices'
import { SmallPick } from './Small'

const keyOf = (n: Need) => n.skill ?? n.certification ?? ''
const nameOf = (n: Need) => n.path ?? n.certification_name ?? ''

/** What work demands: skills at a grade, and certifications. */
export function NeedsField({
  label,
  items,
  onChange,
  error,
}: {
  label: string
  items: Need[]
  onChange: (needs: Need[]) => void
  error?: string
}) {
  const taken = items.map(keyOf)
  return (
    <ListField
      label={label}
      items={items}
      keyOf={keyOf}
      nameOf={nameOf}
      empty="Nothing in particular."
      error={error}
      onRemove={(n) => onChange(items.filter((x) => keyOf(x) !== keyOf(n)))}
      add={
        <>
          <Chooser
            text="Skill"
            label="Add a skill"
            useChoices={useSkillChoices}
            taken={taken}
            onPick={(s) => onChange([...items, { skill: s.id, path: s.name, grade: 3 }])}
          />
          <Chooser
            text="Certification"
            label="Add a certification"
            useChoices={useCertificationChoices}
            taken={taken}
            onPick={(c) => onChange([...items, { certification: c.id, certification_name: c.name }])}
          />
        </>
      }
    >
      {(n) =>
        n.skill ? (
          <>
            <Icon name="wrench" size="s" className="ink-3" />
            <span className="grow trunc mono">{n.path}</span>
            <SmallPick
              label={`At least, in ${n.path}`}
              value={String(n.grade ?? 1)}
              options={grades}
              onChange={(v) =>
                onChange(items.map((x) => (x.skill === n.skill ? { ...x, grade: Number(v) } : x)))
              }
            />
          </>
        ) : (
          <>
            <Icon name="badge-check" size="s" className="ink-3" />
            <span className="grow trunc">{n.certification_name}</span>
          </>
        )
      }
    </ListField>
  )
}
