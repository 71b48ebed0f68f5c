import { Link } from '@tanstack/react-router'
import { useMemo } from 'react'
import { sentenceOf } from '../../../api/problem'
import { client } from '../../../api/queries'
import { routing, useBackTest, useWeights } from '../../../api/routing'
import { type Feature, type FullWeights, features, type Weights } from '../../../api/routing-types'
import { settingKeys } from '../../../api/settings'
import { Button } from '../../../parts/Button'
import { Failed, Skeleton } from '../../../parts/Surfaces'
import { PageHead } from '../../../shell/PageHead'
import { toasts } from '../../../toast/toasts'
import { FormFoot, FormNotes } from '../noun/FormFoot'
import { useForm } from '../noun/useForm'
import { useLater } from '../noun/useLater'
import places from '../Places.module.css'
import { SmallNumber } from '../parts/Small'
import styles from '../Settings.module.css'
import own from './Weights.module.css'
import { Effect } from './WeightsEffect'

const words: Record<Feature, [name: string, about: string]> = {
  fit: ['Fit', 'knows more than the work demands'],
  context: ['Context', 'has met such work, or this customer'],
  load: ['Load', 'has room'],
  fairness: ['Fairness', 'was given little in the last day'],
  language: ['Language', 'speaks the customer’s language'],
  growth: ['Growth', 'learns by it, with a mentor at hand'],
  presence: ['Presence', 'is here'],
  preference: ['Preference', 'serves this team first'],
}

/** How much counts when people are ranked, with the effect on the last 90 days before it is saved. */
export default function WeightsSection() {
  const answer = useWeights()
  return (
    <>
      <PageHead title="Who best" />
      <div className={places.single}>
        {answer.data ? (
          <WeightsForm saved={answer.data} />
        ) : answer.isError ? (
          <Failed sentence={sentenceOf(answer.error)} again={() => void answer.refetch()} />
        ) : (
          <Skeleton rows={8} shape="line" />
        )}
      </div>
    </>
  )
}

function WeightsForm({ saved }: { saved: FullWeights }) {
  const form = useForm<Weights>({
    id: 'routing-weights',
    saved: saved.weights,
    save: async ({ values, landed }) => {
      client.setQueryData(settingKeys.all('/routing/weights'), await routing.setWeights(values))
      landed([...features, 'places'])
      toasts.done('Weights saved. They hold for work from now on.')
    },
  })
  const { values, set, error } = form
  const may = Boolean(saved.can.change)
  const text = useLater(form.dirty ? JSON.stringify(values) : '', 400)
  const asked = useMemo(() => (text === '' ? undefined : (JSON.parse(text) as Weights)), [text])
  const effect = useBackTest(asked)
  return (
    <form
      className={styles.form}
      onSubmit={(e) => {
        e.preventDefault()
        void form.save()
      }}
    >
      <div className={styles.fields}>
        <FormNotes form={form} labels={labels} />
        <p className="ink-2">
          Whoever lacks a skill, a certificate or a clearance, is away, off shift or full is never given work.
          Among the others these weights decide; 0 counts for nothing.
        </p>
        <fieldset disabled={!may} className={own.weights}>
          {features.map((f) => (
            <Weight
              key={f}
              feature={f}
              value={values[f]}
              was={saved.weights[f]}
              error={error(f)}
              onChange={(n) => set({ [f]: n })}
            />
          ))}
        </fieldset>
        <Places
          values={values.places}
          error={error('places')}
          disabled={!may}
          onChange={(to) => set({ places: to })}
        />
        {form.dirty && (
          <Effect
            effect={effect.data}
            failed={effect.isError ? sentenceOf(effect.error) : ''}
            stale={effect.isPlaceholderData}
          />
        )}
        {!form.dirty && (
          <p className="small ink-3">
            Move a weight, and what it would have done in the last 90 days stands here before you save. How
            people stand to one ticket is said on the ticket itself.{' '}
            <Link className="link" to="/queue/$scope" params={{ scope: 'unassigned' }}>
              To the queue
            </Link>
          </p>
        )}
      </div>
      <FormFoot form={form} verb="Save" off={!may}>
        {may && (
          <Button look="ghost" onClick={() => set(saved.defaults)}>
            As they came
          </Button>
        )}
      </FormFoot>
    </form>
  )
}

const labels = {
  ...Object.fromEntries(features.map((f) => [f, words[f][0]])),
  places: 'Places',
} as Record<keyof Weights & string, string>

interface WeightProps {
  feature: Feature
  value: number
  was: number
  error?: string
  onChange: (n: number) => void
}

function Weight({ feature, value, was, error, onChange }: WeightProps) {
  const [name, about] = words[feature]
  const whole = (n: number) => onChange(Number.isFinite(n) ? Math.min(100, Math.max(0, Math.round(n))) : 0)
  return (
    <div className={own.weight}>
      <span>
        <b className="m">{name}</b>
        <span className="small ink-3">{about}</span>
      </span>
      <input
        type="range"
        min={0}
        max={100}
        value={value}
        aria-label={`${name}, ${about}`}
        onChange={(e) => whole(e.target.valueAsNumber)}
      />
      <SmallNumber label={`${name} as a number`} min={0} max={100} value={value} onChange={whole} />
      <span className="num small ink-3">{value === was ? '' : `was ${was}`}</span>
      {error && (
        <span className="err" role="alert">
          {error}
        </span>
      )}
    </div>
  )
}

interface PlacesProps {
  values: number[]
  error?: string
  disabled: boolean
  onChange: (to: number[]) => void
}

/** How much of somebody's capacity a ticket takes. */
function Places({ values, error, disabled, onChange }: PlacesProps) {
  return (
    <fieldset disabled={disabled} className={styles.group}>
      <legend className="label">How much of a capacity a ticket takes, in percent of a place</legend>
      <span className="row gap-m">
        {values.map((v, i) => (
          <span key={`P${i + 1}`} className="row gap-s">
            <span className="small ink-3">P{i + 1}</span>
            <SmallNumber
              label={`A P${i + 1} takes`}
              unit="%"
              min={10}
              max={500}
              step={10}
              value={v}
              onChange={(n) => onChange(values.with(i, Number.isFinite(n) ? n : 100))}
            />
          </span>
        ))}
      </span>
      {error && (
        <p className="err" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  )
}
