import { useEffect, useRef } from 'react'
import { api, newKey } from '../../../api/client'
import { sentenceOf } from '../../../api/problem'
import { forgetNoun, settings, useNoun } from '../../../api/settings'
import { keepDraft } from '../../../drafts/drafts'
import { useKeys } from '../../../keys/keys'
import { Button } from '../../../parts/Button'
import { Failed, Skeleton } from '../../../parts/Surfaces'
import { toasts } from '../../../toast/toasts'
import { capital } from '../../../words/desk'
import styles from '../Settings.module.css'
import { FormFoot, FormNotes } from './FormFoot'
import { gone, type Noun, type NounRecord } from './noun'
import { HalfSaved, saveRecord } from './save'
import { useForm } from './useForm'

interface PaneProps<R extends NounRecord, V extends object> {
  noun: Noun<R, V>
  item: string
  onClose: () => void
  onMade: (id: string) => void
}

/** One record beside its list: as a form, or empty for a new one. */
export function RecordPane<R extends NounRecord, V extends object>({
  noun,
  item,
  onClose,
  onMade,
}: PaneProps<R, V>) {
  const answer = useNoun<R>(noun.path, item)
  const head = useRef<HTMLHeadingElement>(null)
  const record = item === 'new' ? undefined : answer.data
  useEffect(() => head.current?.focus(), [])
  useKeys({ Escape: onClose })
  const title = item === 'new' ? `New ${noun.one}` : record ? noun.nameOf(record) : capital(noun.one)
  return (
    <section className={styles.pane} aria-label={title}>
      <header className={styles.paneHead}>
        <h2 ref={head} tabIndex={-1} className="trunc">
          {title}
        </h2>
        {record && gone(record) && <span className="tag line">{noun.archive?.done}</span>}
        <span className="grow" />
        <Button look="ghost" icon="x" label="Close, Escape" onClick={onClose} />
      </header>
      {item === 'new' || record ? (
        <RecordForm
          noun={noun}
          record={record}
          onClose={onClose}
          onMade={onMade}
          refresh={() => answer.refetch()}
        />
      ) : answer.isError ? (
        <Failed sentence={sentenceOf(answer.error)} again={() => void answer.refetch()} />
      ) : (
        <Skeleton rows={5} shape="line" />
      )}
    </section>
  )
}

interface RecordFormProps<R extends NounRecord, V extends object> {
  noun: Noun<R, V>
  record?: R
  onClose: () => void
  onMade: (id: string) => void
  refresh: () => Promise<unknown>
}

function RecordForm<R extends NounRecord, V extends object>({
  noun,
  record,
  onClose,
  onMade,
  refresh,
}: RecordFormProps<R, V>) {
  // The same intent sent again after a lost answer must not add a second record.
  const key = useRef({ body: '', key: newKey() })
  const form = useForm<V>({
    id: `${noun.id}.${record?.id ?? 'new'}`,
    saved: record ? noun.formOf(record) : noun.blank,
    refresh,
    fieldNames: noun.fieldNames,
    save: async (call) => {
      const body = JSON.stringify(call.values)
      if (key.current.body !== body) key.current = { body, key: newKey() }
      try {
        const at = await saveRecord(noun, record, call, key.current.key)
        toasts.done(record ? `${noun.nameOf(at)} saved` : `${noun.nameOf(at)} added`)
        if (!record) onMade(at.id)
      } catch (err) {
        if (!(err instanceof HalfSaved)) throw err
        moveRest(noun, err.record as R, call.changed)
        toasts.problem(sentenceOf(err.because))
        onMade((err.record as R).id)
      } finally {
        void forgetNoun(noun.path)
      }
    },
  })
  const may = record ? record.can.change !== false : true
  return (
    <form
      className={styles.form}
      onSubmit={async (e) => {
        e.preventDefault()
        const el = e.currentTarget
        await form.save()
        requestAnimationFrame(() => el.querySelector<HTMLElement>('[aria-invalid]')?.focus())
      }}
      onKeyDown={(e) => {
        if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) e.currentTarget.requestSubmit()
      }}
      noValidate
    >
      <div className={styles.fields}>
        <FormNotes form={form} labels={noun.labels} />
        <fieldset disabled={!may} className={styles.group}>
          <noun.Fields form={form} record={record} />
        </fieldset>
        {record && noun.More && <noun.More record={record} />}
      </div>
      <FormFoot form={form} verb={record ? 'Save' : `Add ${noun.one}`} off={!may}>
        {record && noun.archive && may && <ArchiveButton noun={noun} record={record} onClose={onClose} />}
      </FormFoot>
    </form>
  )
}

/** What a refused part held waits in the form of the record that was added. */
function moveRest<R extends NounRecord, V extends object>(noun: Noun<R, V>, made: R, changed: Partial<V>) {
  const saved = noun.formOf(made)
  const fields = (noun.parts ?? []).flatMap((p) => p.fields).filter((f) => f in changed)
  const mine = Object.fromEntries(fields.map((f) => [f, changed[f]]))
  const was = Object.fromEntries(fields.map((f) => [f, saved[f]]))
  try {
    keepDraft(
      localStorage,
      `settings.${noun.id}.${made.id}`,
      'form',
      JSON.stringify({ mine, was }),
      new Date(),
    )
  } catch {
    // Without storage the refused part has to be chosen again.
  }
}

function ArchiveButton<R extends NounRecord, V extends object>({
  noun,
  record,
  onClose,
}: {
  noun: Noun<R, V>
  record: R
  onClose: () => void
}) {
  const { archive } = noun
  if (!archive) return null
  const name = noun.nameOf(record)
  const bring = async () => {
    try {
      if (typeof archive.back === 'function') await archive.back(record)
      else await api.patch(`${noun.path}/${record.id}`, archive.back)
      toasts.done(`${name} is back`)
    } catch (err) {
      toasts.problem(sentenceOf(err), () => void bring())
    }
    await forgetNoun(noun.path)
  }
  const take = async () => {
    try {
      await settings.archive(noun.path, record.id)
      toasts.done(`${name} ${archive.done}`, () => void bring())
      onClose()
    } catch (err) {
      toasts.problem(sentenceOf(err))
    }
    await forgetNoun(noun.path)
  }
  if (gone(record)) return <Button onClick={() => void bring()}>Bring back</Button>
  return (
    <Button look="danger" onClick={() => void take()}>
      {archive.verb}
    </Button>
  )
}
