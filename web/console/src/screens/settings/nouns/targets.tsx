import type { FullTarget } from '../../../api/promise-types'
import { useAllCalendars, useVendorNames } from '../../../api/promises'
import { useAllServices } from '../../../api/settings'
import type { Named } from '../../../api/types'
import type { ClockKind } from '../../../clock/wire'
import { Check, Input, Pick } from '../../../parts/Forms'
import { waitingWord } from '../../../words/desk'
import { NounScreen } from '../noun/NounScreen'
import type { Noun } from '../noun/noun'
import type { Form } from '../noun/useForm'
import { ChoiceField } from '../parts/Chooser'
import { useOrganisationChoices, useTeamChoices } from '../parts/choices'
import { SmallNumber } from '../parts/Small'
import { Moves } from '../promises/Moves'
import styles from '../promises/Promises.module.css'
import { clockWords, lengthOf, lengthWords } from '../promises/week'

interface Values {
  name: string
  clock: ClockKind
  organisation: Named | null
  service: string
  priority: string
  kind: string
  team: Named | null
  vendor: string
  calendar: string
  /** In minutes of open time. */
  length: number
  warn: number
  pause_on: string[]
}

const kinds: ClockKind[] = ['first_response', 'next_response', 'resolution', 'acknowledge', 'work', 'vendor']
const waits = ['customer', 'vendor', 'approval', 'change', 'date', 'project']
const promiseOf = (k: ClockKind) =>
  k === 'vendor' ? 'UC' : k === 'acknowledge' || k === 'work' ? 'OLA' : 'SLA'
const whom = { SLA: 'to the customer', OLA: 'between teams', UC: 'by a vendor' }

function Fields({ form, record }: { form: Form<Values>; record?: FullTarget }) {
  const { values, set, error } = form
  const promise = promiseOf(values.clock)
  const body = form.dirty && values.length > 0 ? { ...wire(values), target: record?.id } : undefined
  return (
    <>
      <Input
        label="Name"
        required
        value={values.name}
        error={error('name')}
        placeholder="Resolution, P1"
        onChange={(e) => set({ name: e.target.value })}
      />
      <Pick
        label="Clock"
        options={kinds.map((k) => ({ value: k, text: `${clockWords[k]}, ${whom[promiseOf(k)]}` }))}
        value={values.clock}
        error={error('clock')}
        onChange={(e) => set(cleared(values, e.target.value as ClockKind))}
      />
      <Length form={form} />
      <For form={form} promise={promise} />
      {promise !== 'OLA' && <Pauses form={form} without={promise === 'UC' ? 'vendor' : ''} />}
      {values.clock === 'work' && <p className="hint">It pauses whenever the ticket waits.</p>}
      {values.clock === 'acknowledge' && (
        <p className="hint">It pauses only while the sender is asked back.</p>
      )}
      <Moves path="/targets/preview" body={body} />
    </>
  )
}

/** What the new clock cannot have is taken away with the old one. */
function cleared(v: Values, clock: ClockKind): Partial<Values> {
  const promise = promiseOf(clock)
  return {
    clock,
    team: promise === 'OLA' ? v.team : null,
    vendor: promise === 'UC' ? v.vendor : '',
    pause_on: promise === 'SLA' ? (v.pause_on.length > 0 ? v.pause_on : ['customer']) : [],
  }
}

function Length({ form }: { form: Form<Values> }) {
  const { values, set, error } = form
  const calendars = useAllCalendars().data ?? []
  const whole = Number.isFinite(values.length) ? values.length : 0
  const part = (n: number) => (Number.isFinite(n) ? Math.max(0, Math.floor(n)) : 0)
  return (
    <>
      <div className="fld">
        <span className="label">How long, of open time</span>
        <span className={styles.length}>
          <SmallNumber
            label="Hours"
            unit="h"
            min={0}
            value={Math.floor(whole / 60)}
            onChange={(h) => set({ length: part(h) * 60 + (whole % 60) })}
          />
          <SmallNumber
            label="Minutes"
            unit="m"
            min={0}
            max={59}
            value={whole % 60}
            onChange={(m) => set({ length: Math.floor(whole / 60) * 60 + part(m) })}
          />
          <span className="small ink-3">warn at</span>
          <SmallNumber
            label="Warns at, in percent"
            unit="%"
            min={1}
            max={100}
            value={values.warn}
            onChange={(warn) => set({ warn })}
          />
        </span>
        {(error('length') ?? error('warn')) && (
          <div className="err" role="alert">
            {error('length') ?? error('warn')}
          </div>
        )}
      </div>
      <Pick
        label="Runs on"
        none={values.calendar ? undefined : 'The standard calendar'}
        options={calendars.map((c) => ({ value: c.id, text: c.standard ? `${c.name} (standard)` : c.name }))}
        value={values.calendar}
        error={error('calendar')}
        onChange={(e) => set({ calendar: e.target.value })}
      />
    </>
  )
}

/** Whose tickets it holds for; the most specific target counts. */
function For({ form, promise }: { form: Form<Values>; promise: 'SLA' | 'OLA' | 'UC' }) {
  const { values, set, error } = form
  const services = useAllServices().data ?? []
  const vendors = useVendorNames().data ?? []
  return (
    <>
      {promise === 'OLA' && (
        <ChoiceField
          label="Team"
          value={values.team ?? undefined}
          placeholder="Every team"
          none="Every team"
          useChoices={useTeamChoices}
          error={error('team')}
          onNone={() => set({ team: null })}
          onPick={(t) => set({ team: { id: t.id, name: t.name } })}
        />
      )}
      {promise === 'UC' && (
        <Pick
          label="Vendor"
          none="Every vendor"
          options={vendors.map((v) => ({ value: v.id, text: v.name }))}
          value={values.vendor}
          error={error('vendor')}
          hint="What a contract with a vendor says counts more."
          onChange={(e) => set({ vendor: e.target.value })}
        />
      )}
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
        onChange={(e) => set({ service: e.target.value })}
      />
      <Pick
        label="Priority"
        none="Every priority"
        options={['1', '2', '3', '4'].map((p) => ({ value: p, text: `P${p}` }))}
        value={values.priority}
        error={error('priority')}
        onChange={(e) => set({ priority: e.target.value })}
      />
      <Pick
        label="Kind"
        none="Incidents and requests"
        options={[
          { value: 'incident', text: 'Incidents' },
          { value: 'request', text: 'Requests' },
        ]}
        value={values.kind}
        error={error('kind')}
        hint="An organisation's own target counts more than a service's, that more than a priority's, that more than a kind's."
        onChange={(e) => set({ kind: e.target.value })}
      />
    </>
  )
}

function Pauses({ form, without }: { form: Form<Values>; without: string }) {
  const { values, set, error } = form
  return (
    <fieldset className="fld">
      <legend className="label">Pauses while it waits for</legend>
      <span className={styles.waits}>
        {waits
          .filter((w) => w !== without)
          .map((w) => (
            <Check
              key={w}
              checked={values.pause_on.includes(w)}
              onChange={(on) =>
                set({
                  pause_on: on ? [...values.pause_on, w].sort() : values.pause_on.filter((x) => x !== w),
                })
              }
            >
              {waitingWord(w)}
            </Check>
          ))}
      </span>
      {error('pause_on') && (
        <div className="err" role="alert">
          {error('pause_on')}
        </div>
      )}
    </fieldset>
  )
}

function wire(c: Partial<Values>): object {
  const { organisation, team, priority, length, calendar, warn, ...rest } = c
  return {
    ...rest,
    organisation: organisation === undefined ? undefined : (organisation?.id ?? ''),
    team: team === undefined ? undefined : (team?.id ?? ''),
    priority: priority === undefined ? undefined : Number(priority || 0),
    length: length === undefined ? undefined : `PT${length}M`,
    calendar: calendar || undefined,
    warn: warn !== undefined && Number.isFinite(warn) ? warn : undefined,
  }
}

/** Whom a target is for, in short. */
function forWords(t: FullTarget): string {
  const words = [
    t.team?.name,
    t.vendor?.name,
    t.organisation?.name,
    t.service?.name,
    t.priority && `P${t.priority}`,
    t.kind && `${t.kind}s`,
  ].filter(Boolean)
  return words.join(' · ') || 'everything'
}

const noun: Noun<FullTarget, Values> = {
  id: 'targets',
  path: '/targets',
  one: 'target',
  many: 'Targets',
  nameOf: (t) => t.name,
  wordsOf: (t) => `${forWords(t)} ${clockWords[t.clock]} ${t.promise} ${t.calendar.name}`,
  search: 'page',
  empty: 'Nothing is promised yet, so no clock runs. Add how long a first response may take.',
  columns: [
    { head: 'Name', width: '1.2fr', cell: (t) => <b className="m">{t.name}</b> },
    {
      head: 'Clock',
      width: '150px',
      cell: (t) => (
        <span className="ink-2">
          {clockWords[t.clock]} <span className="small ink-3">{t.promise}</span>
        </span>
      ),
    },
    { head: 'For', width: '1.2fr', wide: true, cell: (t) => <span className="ink-2">{forWords(t)}</span> },
    { head: 'Within', width: '80px', cell: (t) => <span className="num">{lengthWords(t.length)}</span> },
    { head: 'On', width: '130px', wide: true, cell: (t) => <span className="ink-3">{t.calendar.name}</span> },
  ],
  blank: {
    name: '',
    clock: 'first_response',
    organisation: null,
    service: '',
    priority: '',
    kind: '',
    team: null,
    vendor: '',
    calendar: '',
    length: 60,
    warn: 75,
    pause_on: ['customer'],
  },
  formOf: (t) => ({
    name: t.name,
    clock: t.clock,
    organisation: t.organisation ?? null,
    service: t.service?.id ?? '',
    priority: t.priority ? String(t.priority) : '',
    kind: t.kind ?? '',
    team: t.team ?? null,
    vendor: t.vendor?.id ?? '',
    calendar: t.calendar.id,
    length: lengthOf(t.length),
    warn: t.warn,
    pause_on: t.pause_on,
  }),
  labels: {
    name: 'Name',
    clock: 'Clock',
    organisation: 'Organisation',
    service: 'Service',
    priority: 'Priority',
    kind: 'Kind',
    team: 'Team',
    vendor: 'Vendor',
    calendar: 'Runs on',
    length: 'How long',
    warn: 'Warns at',
    pause_on: 'Pauses',
  },
  bodyOf: wire,
  Fields,
  archive: { verb: 'Archive', done: 'archived', back: { archived: false } },
}

export default function Targets() {
  return <NounScreen noun={noun} />
}
