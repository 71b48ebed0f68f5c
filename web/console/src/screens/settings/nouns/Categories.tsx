import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../../api/client'
import { sentenceOf } from '../../../api/problem'
import { forgetNoun, useAllCategories } from '../../../api/settings'
import type { FullCategory, FullService, Need } from '../../../api/settings-types'
import { Button } from '../../../parts/Button'
import { Check, Input } from '../../../parts/Forms'
import { Failed } from '../../../parts/Surfaces'
import { toasts } from '../../../toast/toasts'
import { plural } from '../../../words/desk'
import { NeedsField } from '../parts/Needs'
import { wireNeeds } from '../parts/needs-wire'
import styles from '../Settings.module.css'

/** The parts of a service; each line is saved by itself. */
export function Categories({ record }: { record: FullService }) {
  const [archived, setArchived] = useState(false)
  const list = useAllCategories(record.id, archived)
  const [name, setName] = useState('')
  const path = `/services/${record.id}/categories`
  const add = useMutation({
    mutationFn: () => api.post<FullCategory>(path, { name }),
    onSuccess: () => setName(''),
    onSettled: () => forgetNoun('/services'),
  })
  return (
    <section className={styles.sub} aria-labelledby="categories">
      <header className="row">
        <h3 id="categories" className="b">
          Categories
        </h3>
        <span className="count">{list.data?.length || ''}</span>
        <span className="grow" />
        <Check checked={archived} onChange={setArchived}>
          <span className="small">Also archived</span>
        </Check>
      </header>
      {list.isError && <Failed sentence={sentenceOf(list.error)} again={() => void list.refetch()} />}
      {list.data?.length === 0 && (
        <p className="small ink-3">None: every ticket is about the service as a whole.</p>
      )}
      <ul className={styles.lines}>
        {list.data?.map((c) => (
          <Category key={c.id} path={path} service={record.id} category={c} />
        ))}
      </ul>
      {record.can.change && (
        <div className={styles.beside}>
          <Input
            label="New category"
            value={name}
            error={add.error ? sentenceOf(add.error) : undefined}
            onChange={(e) => setName(e.target.value)}
            onKeyDown={(e) => enter(e, () => name.trim() && add.mutate())}
          />
          <Button
            off={name.trim() ? false : 'Write its name first.'}
            busy={add.isPending}
            onClick={() => add.mutate()}
          >
            Add category
          </Button>
        </div>
      )}
    </section>
  )
}

/** Enter belongs to this line, not to the form around it. */
function enter(e: React.KeyboardEvent, run: () => void) {
  if (e.key !== 'Enter' || e.ctrlKey || e.metaKey) return
  e.preventDefault()
  run()
}

function Category({ path, service, category }: { path: string; service: string; category: FullCategory }) {
  const [name, setName] = useState(category.name)
  const [open, setOpen] = useState(false)
  const change = useMutation({
    mutationFn: (body: object) => api.patch<FullCategory>(`${path}/${category.id}`, body),
    onError: (err) => toasts.problem(sentenceOf(err)),
    onSettled: () => forgetNoun('/services'),
  })
  const rename = () => name.trim() && name !== category.name && change.mutate({ name })
  const archive = (archived: boolean) =>
    change.mutate(
      { archived },
      {
        onSuccess: () =>
          archived
            ? toasts.done(`${category.name} archived`, () => archive(false))
            : toasts.done(`${category.name} is back`),
      },
    )
  const needs = category.needs ?? []
  return (
    <>
      <li>
        <span className="grow">
          <Input
            quiet
            label={`Name of ${category.name}`}
            value={name}
            readOnly={!category.can.change}
            onChange={(e) => setName(e.target.value)}
            onKeyDown={(e) => enter(e, rename)}
          />
        </span>
        {name !== category.name && (
          <Button size="small" busy={change.isPending} onClick={rename}>
            Rename
          </Button>
        )}
        <Button
          size="small"
          look="ghost"
          icon={open ? 'chevron-down' : 'chevron-right'}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {needs.length > 0 ? plural(needs.length, 'need') : 'Needs'}
        </Button>
        {category.archived_at ? (
          <Button size="small" onClick={() => archive(false)}>
            Bring back
          </Button>
        ) : (
          category.can.archive && (
            <Button
              look="ghost"
              size="small"
              icon="x"
              label={`Archive ${category.name}`}
              onClick={() => archive(true)}
            />
          )
        )}
      </li>
      {open && <CategoryNeeds service={service} category={category} />}
    </>
  )
}

/** What a category needs on top of its service; each change is saved at once. */
function CategoryNeeds({ service, category }: { service: string; category: FullCategory }) {
  const change = useMutation({
    mutationFn: (needs: Need[]) =>
      api.put<FullService>(
        `/services/${service}/needs`,
        { items: wireNeeds(needs) },
        { query: { category: category.id } },
      ),
    onSettled: () => forgetNoun('/services'),
  })
  return (
    <li className={styles.inner}>
      <NeedsField
        label={`What ${category.name} needs on top`}
        items={change.isPending ? change.variables : (category.needs ?? [])}
        error={change.error ? sentenceOf(change.error) : undefined}
        onChange={(needs) => change.mutate(needs)}
      />
    </li>
  )
}
