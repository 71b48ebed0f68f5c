import { useState } from 'react'
import { sentenceOf } from '../../../api/problem'
import { client } from '../../../api/queries'
import { settingKeys, settings, useAllCategories, useAllServices, useChecklist } from '../../../api/settings'
import type { ChecklistItem, FullChecklist } from '../../../api/settings-types'
import { Button } from '../../../parts/Button'
import { Pick } from '../../../parts/Forms'
import { Failed, Skeleton } from '../../../parts/Surfaces'
import { PageHead } from '../../../shell/PageHead'
import { toasts } from '../../../toast/toasts'
import { FormFoot, FormNotes } from '../noun/FormFoot'
import { useForm } from '../noun/useForm'
import places from '../Places.module.css'
import styles from '../Settings.module.css'
import { ChecklistItems } from './ChecklistItems'

/** What a complete handover tells: for the desk, a service or a part of one. */
export default function ChecklistsSection() {
  const [service, setService] = useState('')
  const [category, setCategory] = useState('')
  const services = useAllServices().data ?? []
  const categories = useAllCategories(service).data ?? []
  const answer = useChecklist(service, category)
  const place =
    categories.find((c) => c.id === category)?.name ??
    services.find((s) => s.id === service)?.name ??
    'the desk'
  return (
    <>
      <PageHead title="Handover checklists" />
      <div className={places.single}>
        <div className={places.places}>
          <Pick
            label="Service"
            none="Every service: the desk's own list"
            options={services.map((s) => ({ value: s.id, text: s.name }))}
            value={service}
            onChange={(e) => {
              setService(e.target.value)
              setCategory('')
            }}
          />
          <Pick
            label="Category"
            none="The service as a whole"
            disabled={categories.length === 0}
            options={categories.map((c) => ({ value: c.id, text: c.name }))}
            value={category}
            onChange={(e) => setCategory(e.target.value)}
          />
        </div>
        {answer.data && !answer.isPlaceholderData ? (
          <ChecklistForm
            key={`${service}.${category}`}
            list={answer.data}
            service={service}
            category={category}
            place={place}
          />
        ) : answer.isError ? (
          <Failed sentence={sentenceOf(answer.error)} again={() => void answer.refetch()} />
        ) : (
          <Skeleton rows={6} shape="line" />
        )}
      </div>
    </>
  )
}

interface ChecklistFormProps {
  list: FullChecklist
  service: string
  category: string
  place: string
}

function ChecklistForm({ list, service, category, place }: ChecklistFormProps) {
  const items = list.items.map(({ label, source, weight }) => ({ label, source, weight }))
  const store = async (to: ChecklistItem[]) => {
    const now = await settings.setChecklist(service, category, to)
    // A more special place without a list of its own shows this one.
    await client.invalidateQueries({ queryKey: settingKeys.all('/checklists') })
    client.setQueryData(settingKeys.list('/checklists', { service, category }), now)
  }
  const form = useForm<{ items: ChecklistItem[] }>({
    id: `checklist.${service || 'desk'}.${category || 'all'}`,
    saved: { items },
    save: async ({ values, landed }) => {
      await store(values.items)
      landed(['items'])
      toasts.done(`The checklist for ${place} holds from now on`)
    },
  })
  const drop = async () => {
    try {
      await store([])
      form.discard()
      toasts.done(`${place} follows the more general list again`, () => {
        store(items).catch((err: unknown) => toasts.problem(sentenceOf(err)))
      })
    } catch (err) {
      toasts.problem(sentenceOf(err))
    }
  }
  const may = Boolean(list.can.change)
  return (
    <form
      className={styles.form}
      onSubmit={(e) => {
        e.preventDefault()
        void form.save()
      }}
      onKeyDown={(e) => {
        if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) e.currentTarget.requestSubmit()
      }}
    >
      <div className={styles.fields}>
        <FormNotes form={form} labels={{ items: 'the list' }} />
        {!list.own && service !== '' && (
          <p className="small ink-3">
            This place has no list of its own: the more general one below holds. Change it, and {place} gets
            its own.
          </p>
        )}
        <ChecklistItems
          items={form.values.items}
          error={form.error('items')}
          disabled={!may}
          onChange={(next) => form.set({ items: next })}
        />
      </div>
      <FormFoot form={form} verb={list.own || service === '' ? 'Save' : 'Save as its own list'} off={!may}>
        {list.own && service !== '' && may && (
          <Button look="danger" onClick={() => void drop()}>
            Follow the general list
          </Button>
        )}
      </FormFoot>
    </form>
  )
}
