import { useState } from 'react'
import { sentenceOf } from '../../../api/problem'
import { routing } from '../../../api/routing'
import type { FullRule } from '../../../api/routing-types'
import { useAllCategories, useAllServices, useNouns } from '../../../api/settings'
import type { Named } from '../../../api/types'
import { Button } from '../../../parts/Button'
import { Input, Pick } from '../../../parts/Forms'
import { toasts } from '../../../toast/toasts'
import { NounScreen } from '../noun/NounScreen'
import type { Noun } from '../noun/noun'
import type { Form } from '../noun/useForm'
import { ChoiceField } from '../parts/Chooser'
import { useOrganisationChoices, useTeamChoices } from '../parts/choices'
import styles from '../Settings.module.css'

interface Values {
  name: string
  organisation: Named | null
  service: string
  category: string
  kind: string
  channel: string
  urgent_to: string
  team: Named | null
}

const kinds = [
  { value: 'incident', text: 'Incidents' },
  { value: 'request', text: 'Requests' },
]
const channels = [
  { value: 'mail', text: 'Mail' },
  { value: 'portal', text: 'The portal' },
  { value: 'phone', text: 'The telephone' },
  { value: 'walk_in', text: 'Somebody who walked in' },
  { value: 'console', text: 'The console' },
  { value: 'api', text: 'The API' },
]
const urgencies = [
  { value: '1', text: 'P1 only' },
  { value: '2', text: 'P1 and P2' },
  { value: '3', text: 'P1 to P3' },
]

function Fields({ form }: { form: Form<Values> }) {
  const { values, set, error } = form
  const services = useAllServices().data ?? []
  const categories = useAllCategories(values.service).data ?? []
  return (
    <>
      <Input
        label="Name"
        required
        value={values.name}
        error={error('name')}
        placeholder="Northpike's networks"
        hint="People read it when they ask a ticket why it is where it is."
        onChange={(e) => set({ name: e.target.value })}
      />
      <ChoiceField
        label="Begins with"
        value={values.team ?? undefined}
        placeholder="Choose a team"
        useChoices={useTeamChoices}
        error={error('team')}
        onPick={(t) => set({ team: { id: t.id, name: t.name } })}
      />
      <ChoiceField
        label="Organisation"
        value={values.organisation ?? undefined}
        placeholder="Every organisation"
        none="Every organisation"
        useChoices={useOrganisationChoices}
        error={error('organisation')}
        onNone={() => set({ organisation: null })}
        onPick={(o) => set({ organisation: { id: o.id, name: o.name } })}
      />
      <Pick
        label="Service"
        none="Every service"
        options={services.map((s) => ({ value: s.id, text: s.name }))}
        value={values.service}
        error={error('service')}
        onChange={(e) => set({ service: e.target.value, category: '' })}
      />
      {values.service !== '' && (
        <Pick
          label="Category"
          none="Every category"
          options={categories.map((c) => ({ value: c.id, text: c.name }))}
          value={values.category}
          error={error('category')}
          onChange={(e) => set({ category: e.target.value })}
        />
      )}
      <Pick
        label="Kind"
        none="Incidents and requests"
        options={kinds}
        value={values.kind}
        error={error('kind')}
        onChange={(e) => set({ kind: e.target.value })}
      />
      <Pick
        label="Came by"
        none="Any way"
        options={channels}
        value={values.channel}
        error={error('channel')}
        onChange={(e) => set({ channel: e.target.value })}
      />
      <Pick
        label="Urgency"
        none="Every priority"
        options={urgencies}
        value={values.urgent_to}
        error={error('urgent_to')}
        hint="An organisation's own rules are tried first, then the others, each from top to bottom. Where none fits, the lowest rung begins whose team can solve it."
        onChange={(e) => set({ urgent_to: e.target.value })}
      />
    </>
  )
}

/** Where a rule stands among the others. */
function Order({ record }: { record: FullRule }) {
  const [busy, setBusy] = useState(false)
  const rules = useNouns<FullRule>('/routing-rules').data?.pages.flatMap((p) => p.items ?? []) ?? []
  const at = rules.findIndex((r) => r.id === record.id)
  if (at < 0) return null
  const move = async (by: number) => {
    const order = rules.map((r) => r.id).toSpliced(at, 1)
    order.splice(at + by, 0, record.id)
    setBusy(true)
    try {
      await routing.order(order)
    } catch (err) {
      toasts.problem(sentenceOf(err))
    }
    setBusy(false)
  }
  return (
    <section className={styles.group} aria-label="Order">
      <p className="small ink-3">
        It is number {at + 1} of {rules.length} in the order in which rules are tried.
      </p>
      <span className="row gap-s">
        <Button
          size="small"
          icon="chevron-up"
          busy={busy}
          off={at === 0 && 'It is tried first already.'}
          onClick={() => void move(-1)}
        >
          Try earlier
        </Button>
        <Button
          size="small"
          icon="chevron-down"
          busy={busy}
          off={at === rules.length - 1 && 'It is tried last already.'}
          onClick={() => void move(1)}
        >
          Try later
        </Button>
      </span>
    </section>
  )
}

/** For which tickets a rule is, in short. */
function forWords(r: FullRule): string {
  const words = [
    r.organisation?.name,
    r.service?.name,
    r.category?.name,
    r.kind && `${r.kind}s`,
    r.channel && `by ${r.channel.replace('_', '-')}`,
    r.urgent_to && (r.urgent_to === 1 ? 'P1' : `P1 to P${r.urgent_to}`),
  ].filter(Boolean)
  return words.join(' · ')
}

function wire(c: Partial<Values>): object {
  const { organisation, team, urgent_to, ...rest } = c
  return {
    ...rest,
    organisation: organisation === undefined ? undefined : (organisation?.id ?? ''),
    team: team === undefined ? undefined : (team?.id ?? ''),
    urgent_to: urgent_to === undefined ? undefined : Number(urgent_to || 0),
  }
}

const noun: Noun<FullRule, Values> = {
  id: 'routing',
  path: '/routing-rules',
  one: 'routing rule',
  many: 'Routing rules',
  nameOf: (r) => r.name,
  wordsOf: (r) => `${forWords(r)} ${r.team.name}`,
  search: 'page',
  empty: 'No rules: every ticket begins on the lowest rung whose team can solve it.',
  columns: [
    { head: '#', width: '32px', cell: (r) => <span className="num ink-3">{r.position}</span> },
    { head: 'Name', width: '1.2fr', cell: (r) => <b className="m">{r.name}</b> },
    { head: 'For', width: '1.4fr', wide: true, cell: (r) => <span className="ink-2">{forWords(r)}</span> },
    { head: 'Begins with', width: '1fr', cell: (r) => <span className="trunc">{r.team.name}</span> },
  ],
  blank: {
    name: '',
    organisation: null,
    service: '',
    category: '',
    kind: '',
    channel: '',
    urgent_to: '',
    team: null,
  },
  formOf: (r) => ({
    name: r.name,
    organisation: r.organisation ?? null,
    service: r.service?.id ?? '',
    category: r.category?.id ?? '',
    kind: r.kind ?? '',
    channel: r.channel ?? '',
    urgent_to: r.urgent_to ? String(r.urgent_to) : '',
    team: r.team,
  }),
  labels: {
    name: 'Name',
    organisation: 'Organisation',
    service: 'Service',
    category: 'Category',
    kind: 'Kind',
    channel: 'Came by',
    urgent_to: 'Urgency',
    team: 'Begins with',
  },
  bodyOf: wire,
  Fields,
  More: Order,
  archive: { verb: 'Archive', done: 'archived', back: { archived: false } },
}

export default function RoutingRules() {
  return <NounScreen noun={noun} />
}
