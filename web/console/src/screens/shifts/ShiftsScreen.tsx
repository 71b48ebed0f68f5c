import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { useMemo, useState } from 'react'
import { sentenceOf } from '../../api/problem'
import { useMe, useTeams } from '../../api/queries'
import { type Plan, usePlan } from '../../api/shifts'
import type { Me } from '../../api/types'
import { useKeys } from '../../keys/keys'
import { Button } from '../../parts/Button'
import { Empty } from '../../parts/Empty'
import { Pick } from '../../parts/Forms'
import { Failed, Skeleton } from '../../parts/Surfaces'
import { KeyBar, PageHead } from '../../shell/PageHead'
import { useNow } from '../../words/useNow'
import { CellSheet, type Picked } from './CellSheet'
import styles from './Shifts.module.css'
import { Swaps } from './Swaps'
import { WeekGrid } from './WeekGrid'
import { type Day, daysOf, keyOf, mondayOf, weekTitle } from './week'

const route = getRouteApi('/shell/shifts')

/** Who works when: a week of a team, who is away, who is on call, and the swaps that wait for an answer. */
export function ShiftsScreen() {
  const me = useMe().data
  if (!me) return null
  return <Shifts me={me} />
}

const everybody = 'all'

function Shifts({ me }: { me: Me }) {
  const search = route.useSearch()
  const navigate = useNavigate()
  const now = useNow()
  const monday = mondayOf(search.week, now)
  const week = keyOf(monday)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the week's name says which days they are; the date itself is new on each look.
  const days = useMemo(() => daysOf(monday), [week])
  const teams = (useTeams().data ?? []).map((t) => ({ value: t.id, text: t.name }))
  const team = search.team ?? me.teams[0]?.id ?? everybody
  const query = usePlan(
    days[0]?.from.toISOString() ?? '',
    days[6]?.to.toISOString() ?? '',
    team === everybody ? '' : team,
  )
  const [picked, setPicked] = useState<Picked | null>(null)

  const to = (change: { week?: string; team?: string }) =>
    void navigate({ to: '/shifts', search: { ...search, ...change }, replace: true })
  const turn = (by: number) =>
    to({ week: keyOf(new Date(monday.getFullYear(), monday.getMonth(), monday.getDate() + 7 * by)) })
  const today = days.find((d) => d.key === keyOf(now)) ?? days[0]
  const mine = query.data?.people.find((p) => p.person.id === me.id)
  const away = () => today && mine && setPicked({ row: mine, day: today, ask: 'absence' })
  useKeys({ P: () => turn(-1), N: () => turn(1), T: () => to({ week: undefined }), A: away })

  return (
    <main className={`main ${styles.main}`} id="main">
      <PageHead title="Shifts">
        <Pick
          label="Team"
          quiet
          value={team}
          options={[...teams, { value: everybody, text: 'Everybody' }]}
          onChange={(e) => to({ team: e.target.value })}
        />
        <Button
          size="small"
          icon="clock-4"
          keys="A"
          off={mine ? false : 'You are not in this team.'}
          onClick={away}
        >
          I am away…
        </Button>
      </PageHead>
      <div className={styles.bar}>
        <Button size="small" icon="chevron-left" label="The week before, P" onClick={() => turn(-1)} />
        <h2 aria-live="polite">{weekTitle(days)}</h2>
        <Button size="small" icon="chevron-right" label="The week after, N" onClick={() => turn(1)} />
        <Button size="small" keys="T" onClick={() => to({ week: undefined })}>
          This week
        </Button>
      </div>
      <div className={styles.scroll}>
        {query.isError && !query.data ? (
          <Failed sentence={sentenceOf(query.error)} again={() => void query.refetch()} />
        ) : !query.data ? (
          <Skeleton rows={8} />
        ) : (
          <Body plan={query.data} days={days} team={team} me={me} now={now} onPick={setPicked} />
        )}
      </div>
      <KeyBar
        items={[
          { keys: 'P N', text: 'Week before, after' },
          { keys: 'T', text: 'This week' },
          { keys: 'Enter', text: 'Open the day' },
          { keys: 'A', text: 'I am away' },
        ]}
      />
      {picked && query.data && (
        <CellSheet
          picked={picked}
          plan={query.data}
          me={me}
          team={team === everybody ? '' : team}
          onClose={() => setPicked(null)}
        />
      )}
    </main>
  )
}

interface BodyProps {
  plan: Plan
  days: Day[]
  team: string
  me: Me
  now: Date
  onPick: (picked: Picked) => void
}

function Body({ plan, days, team, me, now, onPick }: BodyProps) {
  if (plan.people.length === 0)
    return <Empty title="Nobody is in this team.">Members are chosen in the settings of the team.</Empty>
  const unplanned = plan.people.every((p) => !p.planned)
  return (
    <>
      {unplanned && (
        <p className={styles.note}>
          Nobody has shifts here yet: who is here is given work.
          {plan.can.plan_shifts && ' Open a name to plan their week.'}
        </p>
      )}
      <WeekGrid plan={plan} days={days} team={team === everybody ? '' : team} now={now} onPick={onPick} />
      <Swaps me={me} now={now} />
    </>
  )
}
