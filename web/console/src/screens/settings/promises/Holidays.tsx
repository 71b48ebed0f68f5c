import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { sentenceOf } from '../../../api/problem'
import type { FullCalendar, Holiday } from '../../../api/promise-types'
import { calendars } from '../../../api/promises'
import { forgetNoun } from '../../../api/settings'
import { Button } from '../../../parts/Button'
import { Check, Input } from '../../../parts/Forms'
import { toasts } from '../../../toast/toasts'
import { plural } from '../../../words/desk'
import styles from '../Settings.module.css'
import { Moves } from './Moves'
import own from './Promises.module.css'

const sources: Record<Holiday['source'], string> = {
  hand: 'by hand',
  country: 'the country',
  file: 'a file',
  feed: 'the feed',
}

const today = () => new Date().toISOString().slice(0, 10)

const dayWords = (day: string) =>
  new Date(`${day}T12:00:00Z`).toLocaleDateString('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })

/** The days on which a calendar is shut; each line is saved by itself. */
export function Holidays({ record }: { record: FullCalendar }) {
  const [past, setPast] = useState(false)
  const all = record.holidays ?? []
  const shown = past ? all : all.filter((h) => h.day >= today())
  const settle = () => forgetNoun('/calendars')
  const remove = useMutation({
    mutationFn: (h: Holiday) => calendars.reopen(record.id, h.id),
    onSuccess: (_, h) =>
      toasts.done(`${h.name} is a working day again`, () => {
        calendars
          .close(record.id, h.day, h.name)
          .then(settle)
          .catch((err: unknown) => toasts.problem(sentenceOf(err)))
      }),
    onError: (err) => toasts.problem(sentenceOf(err)),
    onSettled: settle,
  })
  const mine = (h: Holiday) => h.source === 'hand' || h.source === 'file'
  return (
    <section className={styles.sub} aria-labelledby="holidays">
      <header className="row">
        <h3 id="holidays" className="b">
          Holidays
        </h3>
        <span className="count">{shown.length || ''}</span>
        <span className="grow" />
        <Check checked={past} onChange={setPast}>
          <span className="small">Also past</span>
        </Check>
      </header>
      {record.can.change && <AddHoliday record={record} settle={settle} />}
      {shown.length === 0 && <p className="small ink-3">None: it is open on every day of its week.</p>}
      <ul className={`${styles.lines} ${own.holidays}`}>
        {shown.map((h) => (
          <li key={h.id}>
            <span className="num ink-2">{dayWords(h.day)}</span>
            <span className="grow trunc">{h.name}</span>
            <span className="small ink-3">{sources[h.source]}</span>
            {record.can.change && mine(h) && (
              <Button
                look="ghost"
                size="small"
                icon="x"
                label={`Take out ${h.name}, ${h.day}`}
                onClick={() => remove.mutate(h)}
              />
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}

function AddHoliday({ record, settle }: { record: FullCalendar; settle: () => Promise<unknown> }) {
  const [day, setDay] = useState('')
  const [name, setName] = useState('')
  const picker = useRef<HTMLInputElement>(null)
  const add = useMutation({
    mutationFn: () => calendars.close(record.id, day, name),
    onSuccess: () => {
      setDay('')
      setName('')
    },
    onSettled: settle,
  })
  const take = useMutation({
    mutationFn: (file: File) => calendars.take(record.id, file),
    onSuccess: (r) =>
      toasts.done(
        `${plural(r.days, 'holiday')} taken from the file${r.skipped > 0 ? `, ${plural(r.skipped, 'event')} skipped` : ''}`,
      ),
    onError: (err) => toasts.problem(sentenceOf(err)),
    onSettled: settle,
  })
  return (
    <>
      <div className={own.addDay}>
        <Input label="Day" type="date" value={day} onChange={(e) => setDay(e.target.value)} />
        <Input
          label="Name"
          value={name}
          error={add.error ? sentenceOf(add.error) : undefined}
          onChange={(e) => setName(e.target.value)}
          onKeyDown={(e) => {
            if (e.key !== 'Enter' || e.ctrlKey || e.metaKey) return
            // Enter belongs to this line, not to the form around it.
            e.preventDefault()
            if (day && name.trim()) add.mutate()
          }}
        />
        <Button
          off={day && name.trim() ? false : 'Give the day and its name first.'}
          busy={add.isPending}
          onClick={() => add.mutate()}
        >
          Add holiday
        </Button>
        <Button icon="paperclip" busy={take.isPending} onClick={() => picker.current?.click()}>
          From a file
        </Button>
        <input
          ref={picker}
          type="file"
          accept=".ics,text/calendar"
          className="sr"
          tabIndex={-1}
          aria-label="An iCalendar file"
          onChange={(e) => {
            const file = e.target.files?.[0]
            if (file) take.mutate(file)
            e.target.value = ''
          }}
        />
      </div>
      {day && <Moves path={`/calendars/${record.id}/preview`} body={{ close: [day] }} />}
    </>
  )
}
