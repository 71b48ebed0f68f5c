import { type Ref, useState } from 'react'
import { activeFilters, type FilterName, type Filters } from '../../api/filters'
import { useServices } from '../../api/queries'
import { Button } from '../../parts/Button'
import { Pick } from '../../parts/Forms'
import { Icon } from '../../parts/Icon'
import { priorityWords } from '../../parts/Marks'
import { Popover } from '../../parts/Overlays'
import { setPrefs, usePrefs } from '../../prefs/prefs'
import { stateWord, waitingWord, waits } from '../../words/desk'
import styles from './Queue.module.css'

interface FilterBarProps {
  filters: Filters
  /** The order that the list has by itself. */
  usual: string
  onChange: (change: Partial<Filters>) => void
  searchRef: Ref<HTMLInputElement>
  open: boolean
  onOpenChange: (open: boolean) => void
}

const words: Record<FilterName, string> = {
  state: 'state',
  priority: 'priority',
  assignee: 'owner',
  organisation: 'organisation',
  kind: 'kind',
  service: 'service',
  tag: 'tag',
  waiting_on: 'waiting on',
  q: 'has the words',
}

const sorts = [
  { value: 'clock', text: 'Next clock' },
  { value: 'priority', text: 'Priority' },
  { value: 'updated', text: 'Last change' },
  { value: 'opened', text: 'Newest' },
]

/** Chips for what narrows the list, a search, the order and the density. */
export function FilterBar({ filters, usual, onChange, searchRef, open, onOpenChange }: FilterBarProps) {
  const prefs = usePrefs()
  const services = useServices().data
  const chips = activeFilters(filters).filter((f) => f.name !== 'q')
  const show = (name: FilterName, value: string) => {
    if (name === 'state') return stateWord(value)
    if (name === 'priority') return `${value}, ${priorityWords[Number(value)] ?? ''}`
    if (name === 'waiting_on') return waitingWord(value)
    if (name === 'service') return services?.find((s) => s.id === value)?.name ?? value
    if (name === 'assignee') return value === 'me' ? 'me' : value === 'none' ? 'nobody' : 'one person'
    return value
  }
  const of = filters.sort ?? usual
  const sort = sorts.find((s) => s.value === of) ?? { value: of, text: 'Best match' }
  return (
    <div className="filters">
      {chips.map((f) => (
        <span className="fchip" key={f.name}>
          <span className="op">{words[f.name]}</span>
          <span className="v">{show(f.name, f.value)}</span>
          <button
            type="button"
            className="x"
            aria-label={`Remove ${words[f.name]} filter`}
            onClick={() => onChange({ [f.name]: undefined })}
          >
            <Icon name="x" size="xs" />
          </button>
        </span>
      ))}
      <Popover
        title="Filter"
        open={open}
        onOpenChange={onOpenChange}
        trigger={
          <Button look="ghost" size="small" icon="list-filter" keys="F">
            Filter
          </Button>
        }
      >
        <FilterForm filters={filters} onChange={onChange} />
      </Popover>
      <SearchBox
        value={filters.q ?? ''}
        onChange={(q) => onChange({ q: q || undefined })}
        searchRef={searchRef}
      />
      <span className="grow" />
      <Button
        look="ghost"
        size="small"
        icon="arrow-up-down"
        title="Change the order"
        onClick={() => {
          const next = sorts[(sorts.indexOf(sort) + 1) % sorts.length]?.value
          onChange({ sort: next === usual ? undefined : next })
        }}
      >
        {sort.text}
      </Button>
      <Button
        look="ghost"
        size="small"
        icon="rows-3"
        label={`Row density: ${prefs.density}`}
        onClick={() => setPrefs({ density: prefs.density === 'compact' ? 'comfortable' : 'compact' })}
      />
    </div>
  )
}

function SearchBox({
  value,
  onChange,
  searchRef,
}: {
  value: string
  onChange: (q: string) => void
  searchRef: Ref<HTMLInputElement>
}) {
  const [text, setText] = useState(value)
  const [kept, setKept] = useState(value)
  // The address changed from outside (back, a cleared filter): follow it.
  if (kept !== value) {
    setKept(value)
    setText(value)
  }
  return (
    <search className={styles.search}>
      <Icon name="search" size="xs" />
      <input
        ref={searchRef}
        type="search"
        aria-label="Search this list"
        placeholder="Search list"
        value={text}
        onChange={(e) => setText(e.target.value)}
        onBlur={() => text !== value && onChange(text)}
        onKeyDown={(e) => {
          if (e.key === 'Enter') onChange(text)
          if (e.key === 'Escape') {
            setText('')
            onChange('')
            e.currentTarget.blur()
          }
        }}
      />
    </search>
  )
}

const stateOptions = ['unsolved', 'new', 'open', 'waiting', 'resolved', 'closed'].map((value) => ({
  value,
  text: value === 'unsolved' ? 'Unsolved' : stateWord(value),
}))
const priorityOptions = [1, 2, 3, 4].map((p) => ({ value: String(p), text: `${p}, ${priorityWords[p]}` }))
const waitingOptions = waits.map((value) => ({ value, text: waitingWord(value) }))

function FilterForm({
  filters,
  onChange,
}: {
  filters: Filters
  onChange: (change: Partial<Filters>) => void
}) {
  const services = useServices().data ?? []
  const tags = filters.tag ? [{ value: filters.tag, text: filters.tag }] : []
  const set = (name: FilterName) => (e: { target: { value: string } }) =>
    onChange({ [name]: e.target.value || undefined })
  return (
    <div className={styles.pop}>
      <Pick
        label="State"
        none="As the view says"
        options={stateOptions}
        value={filters.state ?? ''}
        onChange={set('state')}
      />
      <Pick
        label="Priority"
        none="Any"
        options={priorityOptions}
        value={filters.priority ?? ''}
        onChange={set('priority')}
      />
      <Pick
        label="Owner"
        none="Anybody"
        options={[
          { value: 'me', text: 'Me' },
          { value: 'none', text: 'Nobody' },
        ]}
        value={filters.assignee ?? ''}
        onChange={set('assignee')}
      />
      <Pick
        label="Waiting on"
        none="Anything"
        options={waitingOptions}
        value={filters.waiting_on ?? ''}
        onChange={set('waiting_on')}
      />
      <Pick
        label="Kind"
        none="Any"
        options={[
          { value: 'incident', text: 'Incident' },
          { value: 'request', text: 'Request' },
        ]}
        value={filters.kind ?? ''}
        onChange={set('kind')}
      />
      {services.length > 0 && (
        <Pick
          label="Service"
          none="Any"
          options={services.map((s) => ({ value: s.id, text: s.name }))}
          value={filters.service ?? ''}
          onChange={set('service')}
        />
      )}
      {tags.length > 0 && (
        <Pick label="Tag" none="Any" options={tags} value={filters.tag ?? ''} onChange={set('tag')} />
      )}
    </div>
  )
}
