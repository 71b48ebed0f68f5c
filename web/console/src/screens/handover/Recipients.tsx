import { type RefObject, useRef, useState } from 'react'
import { sentenceOf } from '../../api/problem'
import type { Candidate, PersonBrief } from '../../api/types'
import { short } from '../../ladder/walk'
import { Avatar, TeamAvatar } from '../../parts/Avatar'
import { Button } from '../../parts/Button'
import { Input } from '../../parts/Forms'
import { Icon, type IconName } from '../../parts/Icon'
import { LoadPips, Tag } from '../../parts/Marks'
import { Failed, Skeleton } from '../../parts/Surfaces'
import { beside, type Target } from './form-state'
import frame from './Handover.module.css'
import styles from './Recipients.module.css'
import type { SheetState } from './useSheet'
import { type Excluded, type Line, matching, nameOf, rankOf, targetOf } from './who'

/** So many stand there at once; the others are found by name. */
const atOnce = 6
const found = 40

const same = (a: Target | null, b: Target | null) =>
  a !== null && b !== null && a.team === b.team && a.person === b.person

interface RecipientsProps {
  sheet: SheetState
  searchRef: RefObject<HTMLInputElement | null>
  searching: boolean
  onSearch: () => void
}

/** Who can take it, the best first, each with the reasons; who cannot is shown too, with the cause. */
export function Recipients({ sheet, searchRef, searching, onSearch }: RecipientsProps) {
  const box = useRef<HTMLDivElement>(null)
  const [q, setQ] = useState('')
  const all = matching(sheet.list, q)
  const shown = searching ? all.slice(0, found) : briefly(all, sheet.target)
  const open: Line[] = shown.filter((l) => l.kind !== 'not')
  const chosen = shown.find((l) => same(targetOf(l), sheet.target))
  const move = (line: Line, by: number) => {
    const next = open[open.indexOf(line) + by]
    const to = next && targetOf(next)
    if (!next || !to) return
    sheet.pick(to)
    box.current?.querySelector<HTMLElement>(`[data-line="${next.key}"]`)?.focus()
  }
  return (
    <>
      <h3 className={frame.colHead}>
        Who can take it <span className={frame.aside}>best fit first</span>
      </h3>
      <Teams sheet={sheet} />
      {searching && (
        <div className={styles.find}>
          <Input
            quiet
            label="Find a colleague"
            placeholder="Name of a colleague or team"
            ref={searchRef}
            value={q}
            onChange={(e) => setQ(e.target.value)}
          />
        </div>
      )}
      {sheet.who.error !== null && sheet.list.length === 0 ? (
        <Failed sentence={sentenceOf(sheet.who.error)} again={sheet.who.again} />
      ) : sheet.who.pending && sheet.list.length === 0 ? (
        <Skeleton rows={3} shape="card" />
      ) : (
        <div className={styles.rc} role="radiogroup" aria-label="Recipient" ref={box}>
          {shown.map((l) => (
            <Recipient
              key={l.key}
              line={l}
              on={l === chosen}
              reachable={l === (chosen ?? open[0])}
              onPick={() => {
                const to = targetOf(l)
                if (to) sheet.pick(to)
              }}
              onMove={(by) => move(l, by)}
            />
          ))}
        </div>
      )}
      {!sheet.who.pending && shown.length === 0 && (
        <p className={frame.quiet}>
          {q ? 'Nobody by that name on this rung.' : 'Nobody stands on this rung.'}
        </p>
      )}
      {!searching && (
        <Button look="ghost" icon="search" keys="/" className={styles.else} onClick={onSearch}>
          Someone else{all.length > shown.length ? `, ${all.length - shown.length} more` : ''}
        </Button>
      )}
      <p className={frame.quiet}>
        Ordered by skill, context, load, language, fairness and growth, as the desk weighs them. Who is away,
        off shift or full comes last; those who cannot take it stay visible, with the cause.
      </p>
    </>
  )
}

/** briefly keeps the first few, and always the one that is chosen. */
function briefly(lines: Line[], target: Target | null): Line[] {
  const few = lines.slice(0, atOnce)
  const chosen = lines.find((l) => same(targetOf(l), target))
  return chosen && !few.includes(chosen) ? [...few, chosen] : few
}

/** The teams of the rung, where there is more than one. */
function Teams({ sheet }: { sheet: SheetState }) {
  if (sheet.teams.length < 2) return null
  const all = [{ id: '', name: 'All teams' }, ...sheet.teams]
  return (
    <fieldset className={styles.teams} aria-label="Team">
      {all.map((t) => (
        <button
          key={t.id}
          type="button"
          className={`${frame.chip} ${sheet.only === t.id ? frame.on : ''}`}
          aria-pressed={sheet.only === t.id}
          onClick={() => sheet.setOnly(t.id)}
        >
          {t.name}
        </button>
      ))}
    </fieldset>
  )
}

interface RecipientProps {
  line: Line
  on: boolean
  reachable: boolean
  onPick: () => void
  onMove: (by: number) => void
}

function Recipient({ line, on, reachable, onPick, onMove }: RecipientProps) {
  const off = line.kind === 'not'
  return (
    // biome-ignore lint/a11y/useSemanticElements: a person with their reasons is a card, which an input cannot hold.
    <div
      role="radio"
      aria-checked={on}
      aria-disabled={off || undefined}
      aria-label={label(line)}
      tabIndex={reachable && !off ? 0 : -1}
      data-line={line.key}
      className={`${styles.rcp} ${on ? styles.on : ''} ${off ? styles.off : ''}`}
      onClick={onPick}
      onKeyDown={(e) => {
        const by = e.key === 'ArrowDown' ? 1 : e.key === 'ArrowUp' ? -1 : 0
        if (by === 0 && e.key !== ' ' && e.key !== 'Enter') return
        if (e.ctrlKey || e.metaKey) return
        e.preventDefault()
        if (by === 0) onPick()
        else onMove(by)
      }}
    >
      <span className={`radio${on ? ' on' : ''}`} aria-hidden="true" />
      {line.kind === 'person' && <Person candidate={line.candidate} person={line.person} />}
      {line.kind === 'team' && <Queue candidate={line.candidate} />}
      {line.kind === 'not' && <Barred excluded={line.excluded} />}
    </div>
  )
}

function label(l: Line): string {
  if (l.kind === 'not') return `${nameOf(l)}, cannot take it: ${l.excluded.because}`
  const reasons = l.candidate.reasons.map((r) => r.text).join(', ')
  return `${nameOf(l)}, ${fitWords[l.candidate.fit]}. ${reasons}`
}

const fitWords: Record<Candidate['fit'], string> = {
  best: 'Best fit',
  close: 'close',
  later: 'later',
  anyone: 'anyone',
}

const kinds: Record<string, { icon: IconName; word: string }> = {
  skill: { icon: 'wrench', word: 'Skill' },
  certificate: { icon: 'badge-check', word: 'Certified' },
  load: { icon: 'gauge', word: 'Load' },
  presence: { icon: 'clock-4', word: 'Present' },
  context: { icon: 'history', word: 'Context' },
  team: { icon: 'users-round', word: 'Team' },
  clearance: { icon: 'lock-keyhole', word: 'Cleared' },
  right: { icon: 'lock-keyhole', word: 'Right' },
  shift: { icon: 'clock-4', word: 'Shift' },
  fairness: { icon: 'activity', word: 'Lately' },
  language: { icon: 'globe', word: 'Language' },
  growth: { icon: 'trending-up', word: 'Growth' },
  preference: { icon: 'list-ordered', word: 'Serves' },
}

function Person({ candidate: c, person }: { candidate: Candidate; person: PersonBrief }) {
  return (
    <>
      <Avatar name={person.name} presence={person.presence} />
      <Name name={person.name} team={c.team.name} />
      {c.fit === 'best' ? (
        <Tag tone="accent">Best fit</Tag>
      ) : (
        <span className={styles.fit}>{fitWords[c.fit]}</span>
      )}
      <ul className={styles.why}>
        {c.reasons.map((r, i) => (
          <Why key={i} kind={r.kind} no={r.kind === 'presence' && c.fit === 'later'}>
            {r.kind === 'load' && c.load && <LoadPips load={c.load} />}
            {r.text}
          </Why>
        ))}
      </ul>
    </>
  )
}

function Queue({ candidate: c }: { candidate: Candidate }) {
  const rank = rankOf(c.team)
  return (
    <>
      <TeamAvatar text={rank === beside ? 'P' : short(rank)} />
      <Name name={`${c.team.name}, queue`} team={c.reasons.map((r) => r.text).join(', ')} />
      <span className={styles.fit}>anyone</span>
    </>
  )
}

function Barred({ excluded: x }: { excluded: Excluded }) {
  return (
    <>
      <Avatar name={x.person.name} presence={x.person.presence} />
      <Name name={x.person.name} team={x.team?.name ?? ''} />
      <span className={styles.fit}>cannot</span>
      <ul className={styles.why}>
        <Why kind={x.kind ?? 'clearance'} no>
          {x.because}
        </Why>
      </ul>
    </>
  )
}

function Name({ name, team }: { name: string; team: string }) {
  return (
    <span className={styles.name}>
      <b>{name}</b>
      <span className={styles.role}>{team}</span>
    </span>
  )
}

function Why({ kind, no, children }: { kind: string; no?: boolean; children: React.ReactNode }) {
  const { icon, word } = kinds[kind] ?? { icon: 'circle-dot' as const, word: kind }
  return (
    <li className={no ? styles.no : undefined}>
      <Icon name={no && kind === 'certificate' ? 'badge-alert' : icon} />
      <span className={styles.k}>{word}</span>
      <span className={styles.v}>{children}</span>
    </li>
  )
}
