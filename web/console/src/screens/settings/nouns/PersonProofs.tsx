import type { HeldCertificate } from '../../../api/settings-types'
import { Check } from '../../../parts/Forms'
import { Icon } from '../../../parts/Icon'
import { useNow } from '../../../words/useNow'
import type { Form } from '../noun/useForm'
import { Chooser, ListField } from '../parts/Chooser'
import { useCertificationChoices, useSkillChoices } from '../parts/choices'
import { SmallDate, SmallPick } from '../parts/Small'
import styles from '../Settings.module.css'
import type { PersonValues } from './people'

type P = { form: Form<PersonValues> }

/** What a grade means, from 1 to 5. */
export const grades = ['1 knows of it', '2 with help', '3 alone', '4 teaches it', '5 expert'].map(
  (text, i) => ({
    value: String(i + 1),
    text,
  }),
)

export function PersonSkills({ form }: P) {
  const { values, set, error } = form
  const { skills } = values
  return (
    <ListField
      label="Skills"
      items={skills}
      keyOf={(s) => s.skill}
      nameOf={(s) => s.path}
      empty="None yet: nobody suggests them for a ticket that needs a skill."
      error={error('skills')}
      onRemove={(s) => set({ skills: skills.filter((x) => x.skill !== s.skill) })}
      add={
        <Chooser
          text="Add a skill"
          useChoices={useSkillChoices}
          taken={skills.map((s) => s.skill)}
          onPick={(s) => set({ skills: [...skills, { skill: s.id, path: s.name, grade: 3, wants: false }] })}
        />
      }
    >
      {(s) => (
        <>
          <span className="grow trunc mono">{s.path}</span>
          <SmallPick
            label={`Grade in ${s.path}`}
            value={String(s.grade)}
            options={grades}
            onChange={(v) =>
              set({ skills: skills.map((x) => (x.skill === s.skill ? { ...x, grade: Number(v) } : x)) })
            }
          />
          <Check
            checked={s.wants}
            onChange={(wants) =>
              set({ skills: skills.map((x) => (x.skill === s.skill ? { ...x, wants } : x)) })
            }
          >
            <span className="small nowrap">wants to grow</span>
          </Check>
        </>
      )}
    </ListField>
  )
}

/** lapsed tells a certificate whose last day is over. */
export const lapsed = (c: Pick<HeldCertificate, 'expires_at'>, now: Date) =>
  Boolean(c.expires_at) && new Date(c.expires_at ?? 0) <= now

const dayOf = (at: string) =>
  new Date(at).toLocaleDateString('en-GB', { dateStyle: 'medium', timeZone: 'UTC' })

export function PersonCertificates({ form, isNew }: P & { isNew: boolean }) {
  const { values, set, error } = form
  const now = useNow()
  const { certifications } = values
  const change = (id: string, to: Partial<HeldCertificate>) =>
    set({ certifications: certifications.map((c) => (c.certification === id ? { ...c, ...to } : c)) })
  const today = `${now.toISOString().slice(0, 10)}T00:00:00Z`
  return (
    <ListField
      label="Certifications"
      items={certifications}
      keyOf={(c) => c.certification}
      nameOf={(c) => c.name}
      empty={isNew ? 'None.' : 'None: work that asks for one is not suggested to them.'}
      error={error('certifications')}
      onRemove={(c) =>
        set({ certifications: certifications.filter((x) => x.certification !== c.certification) })
      }
      add={
        <Chooser
          text="Add a certification"
          useChoices={useCertificationChoices}
          taken={certifications.map((c) => c.certification)}
          onPick={(c) =>
            set({
              certifications: [...certifications, { certification: c.id, name: c.name, valid_from: today }],
            })
          }
        />
      }
    >
      {(c) => (
        <span className={styles.certificate}>
          <span className="trunc m">{c.name}</span>
          <span className="row gap-s">
            <SmallDate
              label={`${c.name} valid from`}
              value={c.valid_from}
              onChange={(day) => day && change(c.certification, { valid_from: day })}
            />
            <span className="small ink-3">to</span>
            <SmallDate
              label={`${c.name} expires`}
              value={c.expires_at ?? ''}
              late={lapsed(c, now)}
              onChange={(day) => change(c.certification, { expires_at: day || undefined })}
            />
          </span>
          {lapsed(c, now) && (
            <span className="small c-warn row gap-s">
              <Icon name="triangle-alert" size="xs" />
              Lapsed on {dayOf(c.expires_at ?? '')}
            </span>
          )}
        </span>
      )}
    </ListField>
  )
}
