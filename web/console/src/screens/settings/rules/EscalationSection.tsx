import { useState } from 'react'
import type { EscalationPlan, EscalationStep } from '../../../api/major-types'
import { majorKeys, majors, useEscalation } from '../../../api/majors'
import { sentenceOf } from '../../../api/problem'
import { client } from '../../../api/queries'
import { useAllTeams } from '../../../api/settings'
import { Button } from '../../../parts/Button'
import { Check, Pick } from '../../../parts/Forms'
import { Icon } from '../../../parts/Icon'
import { Failed, Skeleton } from '../../../parts/Surfaces'
import { PageHead } from '../../../shell/PageHead'
import { toasts } from '../../../toast/toasts'
import { FormFoot, FormNotes } from '../noun/FormFoot'
import { useForm } from '../noun/useForm'
import places from '../Places.module.css'
import { SmallPick } from '../parts/Small'
import styles from '../Settings.module.css'
import own from './Escalation.module.css'

const upons = [
  { value: 'warned', text: 'A clock warns' },
  { value: 'breached', text: 'A clock is over' },
  { value: 'unanswered', text: 'Nobody answers a handover' },
]
const clocks = [
  { value: '', text: 'any clock' },
  { value: 'first_response', text: 'first answer' },
  { value: 'next_response', text: 'next answer' },
  { value: 'resolution', text: 'solution' },
  { value: 'acknowledge', text: 'answer to a handover' },
  { value: 'work', text: "the team's part" },
  { value: 'vendor', text: "a vendor's answer" },
]
const offices = [
  { value: 'assignee', text: 'Who has it' },
  { value: 'lead', text: "The team's lead" },
  { value: 'duty_manager', text: 'The duty manager' },
  { value: 'account_manager', text: 'The account manager' },
]
const delays = [
  { value: 'PT0S', text: 'at once' },
  { value: 'PT15M', text: '15 min later' },
  { value: 'PT30M', text: '30 min later' },
  { value: 'PT1H', text: '1 h later' },
  { value: 'PT2H', text: '2 h later' },
  { value: 'PT4H', text: '4 h later' },
  { value: 'P1D', text: '1 d later' },
]

/** What the desk writes may be none of the usual delays; it is shown as it is. */
const delaysWith = (after: string) =>
  delays.some((d) => d.value === after) ? delays : [...delays, { value: after, text: `${after} later` }]

const fresh: EscalationStep = {
  upon: 'breached',
  clock: '',
  who: 'lead',
  by_mail: false,
  any_time: false,
  after: 'PT0S',
}

/** Whom a team wants told when its clocks run out; where it says nothing, the desk's plan holds. */
export default function EscalationSection() {
  const [team, setTeam] = useState('')
  const teams = useAllTeams().data ?? []
  const answer = useEscalation(team)
  const place = teams.find((t) => t.id === team)?.name ?? 'the desk'
  return (
    <>
      <PageHead title="Escalation" />
      <div className={places.single}>
        <div className={places.places}>
          <Pick
            label="Team"
            none="Every team: the desk's own plan"
            options={teams.map((t) => ({ value: t.id, text: t.name }))}
            value={team}
            onChange={(e) => setTeam(e.target.value)}
          />
        </div>
        {answer.data ? (
          <PlanForm key={team} plan={answer.data} team={team} place={place} />
        ) : answer.isError ? (
          <Failed sentence={sentenceOf(answer.error)} again={() => void answer.refetch()} />
        ) : (
          <Skeleton rows={4} shape="line" />
        )}
      </div>
    </>
  )
}

interface PlanFormProps {
  plan: EscalationPlan
  team: string
  place: string
}

function PlanForm({ plan, team, place }: PlanFormProps) {
  const store = async (steps: EscalationStep[]) => {
    const now = await majors.setPlan(team, steps)
    // A team without a plan of its own shows the desk's.
    await client.invalidateQueries({ queryKey: ['escalation'], refetchType: 'none' })
    client.setQueryData(majorKeys.plan(team), now)
  }
  const form = useForm<{ steps: EscalationStep[] }>({
    id: `escalation.${team || 'desk'}`,
    saved: { steps: plan.steps },
    save: async ({ values, landed }) => {
      await store(values.steps)
      landed(['steps'])
      toasts.done(`The plan of ${place} holds from now on`)
    },
  })
  const drop = async () => {
    try {
      await store([])
      form.discard()
      toasts.done(`${place} follows the desk's plan again`, () => {
        store(plan.steps).catch((err: unknown) => toasts.problem(sentenceOf(err)))
      })
    } catch (err) {
      toasts.problem(sentenceOf(err))
    }
  }
  const may = Boolean(plan.can.change)
  return (
    <form
      className={styles.form}
      onSubmit={(e) => {
        e.preventDefault()
        void form.save()
      }}
    >
      <div className={styles.fields}>
        <FormNotes form={form} labels={{ steps: 'the plan' }} />
        <p className="ink-2">
          Each is told once, in the console, in their working time. A P1 is told at any time, and so is who is
          on call.
        </p>
        {!plan.own && (
          <p className="small ink-3">
            This team has no plan of its own: the desk's holds. Change it, and {place} gets its own.
          </p>
        )}
        <Steps
          steps={form.values.steps}
          error={form.error('steps')}
          disabled={!may}
          onChange={(steps) => form.set({ steps })}
        />
      </div>
      <FormFoot form={form} verb={plan.own ? 'Save' : 'Save as its own plan'} off={!may}>
        {plan.own && team !== '' && may && (
          <Button look="danger" onClick={() => void drop()}>
            Follow the desk's plan
          </Button>
        )}
      </FormFoot>
    </form>
  )
}

interface StepsProps {
  steps: EscalationStep[]
  error?: string
  disabled: boolean
  onChange: (steps: EscalationStep[]) => void
}

function Steps({ steps, error, disabled, onChange }: StepsProps) {
  const change = (i: number, to: Partial<EscalationStep>) =>
    onChange(steps.map((s, at) => (at === i ? { ...s, ...to } : s)))
  return (
    <fieldset disabled={disabled} className={styles.group}>
      {error && (
        <p className="err" role="alert">
          <Icon name="circle-alert" size="xs" />
          {error}
        </p>
      )}
      <ol className={own.steps}>
        {steps.map((s, i) => (
          <li key={i}>
            <SmallPick
              label={`Step ${i + 1}: upon`}
              options={upons}
              value={s.upon}
              onChange={(upon) => change(i, { upon, clock: upon === 'unanswered' ? '' : s.clock })}
            />
            <SmallPick
              label={`Step ${i + 1}: which clock`}
              options={clocks.filter((c) => s.upon === 'warned' || c.value !== 'acknowledge')}
              value={s.clock}
              disabled={s.upon === 'unanswered'}
              onChange={(clock) => change(i, { clock })}
            />
            <SmallPick
              label={`Step ${i + 1}: who is told`}
              options={offices}
              value={s.who}
              onChange={(who) => change(i, { who })}
            />
            <SmallPick
              label={`Step ${i + 1}: when`}
              options={delaysWith(s.after)}
              value={s.after}
              onChange={(after) => change(i, { after })}
            />
            <Check checked={s.by_mail} onChange={(by_mail) => change(i, { by_mail })}>
              by mail
            </Check>
            <Check checked={s.any_time} onChange={(any_time) => change(i, { any_time })}>
              at any time
            </Check>
            <Button
              look="ghost"
              size="small"
              icon="x"
              label={`Take out step ${i + 1}`}
              onClick={() => onChange(steps.toSpliced(i, 1))}
            />
          </li>
        ))}
      </ol>
      {steps.length === 0 && <p className="small ink-3">Nobody is told.</p>}
      <div>
        <Button size="small" icon="plus" onClick={() => onChange([...steps, fresh])}>
          Add a step
        </Button>
      </div>
    </fieldset>
  )
}
