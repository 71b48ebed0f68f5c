import { useMutation } from '@tanstack/react-query'
import { useId } from 'react'
import { sentenceOf } from '../../../api/problem'
import type { FullCalendar } from '../../../api/promise-types'
import { calendars, useCountries } from '../../../api/promises'
import { Button } from '../../../parts/Button'
import { Input, Pick } from '../../../parts/Forms'
import { toasts } from '../../../toast/toasts'
import { due, moment } from '../../../words/time'
import { useNow } from '../../../words/useNow'
import { NounScreen } from '../noun/NounScreen'
import type { Noun } from '../noun/noun'
import type { Form } from '../noun/useForm'
import { YesNo } from '../parts/Small'
import { Holidays } from '../promises/Holidays'
import { Moves } from '../promises/Moves'
import styles from '../promises/Promises.module.css'
import { WeekGrid } from '../promises/WeekGrid'
import { weekWords } from '../promises/week'

interface Values {
  name: string
  zone: string
  week: string[][]
  country: string
  feed: string
  standard: boolean
}

const zones = Intl.supportedValuesOf('timeZone')

function Fields({ form, record }: { form: Form<Values>; record?: FullCalendar }) {
  const { values, set, error } = form
  const id = useId()
  const countries = useCountries().data ?? []
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
        label="Time zone"
        required
        list={`${id}-zones`}
        value={values.zone}
        error={error('zone')}
        hint="Its windows are times on the clocks there, also when those are put forward or back."
        onChange={(e) => set({ zone: e.target.value })}
      />
      <datalist id={`${id}-zones`}>
        {zones.map((z) => (
          <option key={z} value={z} />
        ))}
      </datalist>
      <WeekGrid week={values.week} error={error('week')} onChange={(week) => set({ week })} />
      <Pick
        label="Public holidays of"
        none="No country"
        options={countries.map((c) => ({ value: c.code, text: c.name }))}
        value={values.country}
        error={error('country')}
        onChange={(e) => set({ country: e.target.value })}
      />
      <Input
        label="Holidays from a feed"
        type="url"
        placeholder="https://example.com/holidays.ics"
        value={values.feed}
        error={error('feed')}
        hint="An iCalendar address, read each day. Events that take whole days are holidays."
        onChange={(e) => set({ feed: e.target.value })}
      />
      {record?.feed && record.feed === values.feed && <Feed record={record} />}
      <YesNo
        checked={values.standard}
        onChange={(standard) => !(record?.standard && !standard) && set({ standard })}
        error={error('standard')}
        hint={
          record?.standard
            ? 'To end it, make another calendar the standard one.'
            : 'Whatever names no calendar runs on it. There is one such calendar; this takes it over.'
        }
      >
        Standard calendar
      </YesNo>
      {record && (
        <Moves
          path={`/calendars/${record.id}/preview`}
          body={form.dirty ? { week: values.week, zone: values.zone, country: values.country } : undefined}
        />
      )}
    </>
  )
}

/** How the feed fares; a failed one keeps what it said before. */
function Feed({ record }: { record: FullCalendar }) {
  const now = useNow()
  const read = useMutation({
    mutationFn: () => calendars.readFeed(record.id),
    onSuccess: () => toasts.done('The feed is being read'),
    onError: (err) => toasts.problem(sentenceOf(err)),
  })
  return (
    <p className={`small ${styles.feed}`} role="status">
      {record.feed_error ? (
        <span className="c-warn">
          It could not be read: {record.feed_error} {record.feed_at && 'What it said before still holds.'}
        </span>
      ) : (
        <span className="ink-3">
          {record.feed_at ? `Read ${moment(record.feed_at, now)}.` : 'Not read yet.'}
        </span>
      )}
      {record.can.change && (
        <Button size="small" busy={read.isPending} onClick={() => read.mutate()}>
          Read it now
        </Button>
      )}
    </p>
  )
}

function OpenNow({ calendar }: { calendar: FullCalendar }) {
  const now = useNow()
  if (calendar.open_now) return <span className="tag ok">open</span>
  return (
    <span className="ink-3">
      {calendar.next_at ? `opens ${due(calendar.next_at, now)}` : 'does not open'}
    </span>
  )
}

const noun: Noun<FullCalendar, Values> = {
  id: 'calendars',
  path: '/calendars',
  one: 'calendar',
  many: 'Calendars',
  nameOf: (c) => c.name,
  wordsOf: (c) => `${c.zone} ${c.country ?? ''}`,
  search: 'page',
  empty: 'No calendar yet. Add the hours on which your clocks run.',
  columns: [
    {
      head: 'Name',
      width: '1fr',
      cell: (c) => (
        <>
          <b className="m">{c.name}</b> {c.standard && <span className="tag accent">standard</span>}{' '}
          {c.feed_error && <span className="tag warn">feed failed</span>}
        </>
      ),
    },
    {
      head: 'Open',
      width: '1.4fr',
      wide: true,
      cell: (c) => <span className="ink-2">{weekWords(c.week)}</span>,
    },
    { head: 'Time zone', width: '140px', wide: true, cell: (c) => <span className="ink-3">{c.zone}</span> },
    { head: 'Now', width: '120px', cell: (c) => <OpenNow calendar={c} /> },
  ],
  blank: {
    name: '',
    zone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    week: [0, 1, 2, 3, 4, 5, 6].map((day) => (day < 5 ? ['09:00-17:00'] : [])),
    country: '',
    feed: '',
    standard: false,
  },
  formOf: (c) => ({
    name: c.name,
    zone: c.zone,
    week: c.week,
    country: c.country ?? '',
    feed: c.feed ?? '',
    standard: c.standard,
  }),
  labels: {
    name: 'Name',
    zone: 'Time zone',
    week: 'Open',
    country: 'Public holidays of',
    feed: 'Holidays from a feed',
    standard: 'Standard calendar',
  },
  bodyOf: (c) => ({ ...c, standard: c.standard || undefined }),
  Fields,
  More: Holidays,
  archive: { verb: 'Archive', done: 'archived', back: { archived: false } },
}

export default function Calendars() {
  return <NounScreen noun={noun} />
}
