import { Link } from '@tanstack/react-router'
import { useLessons } from '../api/handovers'
import { useIncidents } from '../api/majors'
import { useCounts, useLevels, useTeams } from '../api/queries'
import type { Me, Team } from '../api/types'
import { short } from '../ladder/walk'
import { usualRungs } from '../ladder/wire'
import { Icon, type IconName } from '../parts/Icon'
import { Kbd } from '../parts/Kbd'
import { Mark } from '../parts/Mark'
import { Count } from '../parts/Marks'
import { incidentsPlace, places, settingsPlace } from './go'
import { MeMenu } from './MeMenu'
import { Notices } from './Notices'

interface NavProps {
  me: Me
  railed: boolean
  path: string
  onSearch: () => void
}

/** Work, team queues as a ladder, and me. A badge stands only where something waits on me. */
export function Nav({ me, railed, path, onSearch }: NavProps) {
  const counts = useCounts().data
  const numbers: Record<string, number | undefined> = {
    mine: counts?.mine,
    unassigned: counts?.unassigned,
    waiting: counts?.waiting,
  }
  const lessons = useLessons('open').data?.pages.reduce((n, page) => n + page.items.length, 0)
  const badges: Record<string, number | undefined> = { handovers: counts?.handovers, lessons }
  return (
    <nav className="nav" aria-label="Main">
      <Link className="brand" to="/" aria-label={railed ? `Secondline, ${me.desk.name}` : undefined}>
        <Mark />
        {!railed && (
          <span>
            Secondline<span className="ws trunc">{me.desk.name}</span>
          </span>
        )}
      </Link>
      <button
        type="button"
        className={railed ? 'ni' : 'nav-search'}
        onClick={onSearch}
        aria-label={railed ? 'Search or run' : undefined}
      >
        <Icon name="search" size={railed ? undefined : 's'} />
        {!railed && (
          <>
            <span>Search or run</span>
            <Kbd keys="Ctrl K" />
          </>
        )}
      </button>
      {places.map((p) => (
        <Item key={p.id} to={p.to} icon={p.icon} text={p.text} railed={railed} here={path.endsWith(p.to)}>
          {p.id in badges ? <Badge n={badges[p.id]} /> : !railed && <Count n={numbers[p.id]} />}
        </Item>
      ))}
      <IncidentsItem railed={railed} path={path} />
      <Notices railed={railed} />
      <Ladder railed={railed} path={path} />
      <span className="nav-gap" />
      {me.can.administer && (
        <Item
          to={settingsPlace.to}
          icon="wrench"
          text={settingsPlace.text}
          railed={railed}
          here={path.includes('/settings')}
        />
      )}
      <MeMenu me={me} railed={railed} />
    </nav>
  )
}

/** It stands there only while one runs, or a review is due. */
function IncidentsItem({ railed, path }: { railed: boolean; path: string }) {
  const lists = useIncidents().data
  if (!lists || lists.running.length + lists.reviews.length === 0) return null
  const { to, icon, text } = incidentsPlace
  return (
    <Item to={to} icon={icon} text={text} railed={railed} here={path.endsWith(to)}>
      <Badge n={lists.running.length} />
    </Item>
  )
}

function Badge({ n }: { n: number | undefined }) {
  return n ? <span className="badge">{n}</span> : null
}

/** The rungs, the highest on top: you climb up. Beside them stands the project team. */
function Ladder({ railed, path }: { railed: boolean; path: string }) {
  const counts = useCounts().data
  const levels = useLevels().data ?? usualRungs
  const teams = useTeams().data ?? []
  const rungs = [...levels].sort((a, b) => b.rank - a.rank)
  const projects = teams.filter((t: Team) => t.kind === 'project')
  return (
    <>
      {!railed && <div className="nav-h">Team queues</div>}
      <div className="nav-ladder">
        {rungs.map((r) => {
          const here = path.endsWith(`/queue/l${r.rank}`)
          return (
            <Link
              key={r.rank}
              className="ni"
              to="/queue/$scope"
              params={{ scope: `l${r.rank}` }}
              aria-current={here ? 'page' : undefined}
              title={railed ? r.name : undefined}
            >
              <span className="lv" aria-hidden={railed ? undefined : true}>
                {short(r.rank)}
              </span>
              {!railed && (
                <>
                  <span className="trunc">{r.name}</span>
                  <Count n={counts?.levels[String(r.rank)]} />
                </>
              )}
            </Link>
          )
        })}
      </div>
      {projects.map((t) => (
        <Item
          key={t.id}
          to={`/queue/team-${t.id}`}
          icon="layers"
          text={t.name}
          railed={railed}
          here={path.endsWith(`/queue/team-${t.id}`)}
        >
          {!railed && <Count n={counts?.teams[t.id]} />}
        </Item>
      ))}
    </>
  )
}

interface ItemProps {
  to: string
  icon: IconName
  text: string
  railed: boolean
  here: boolean
  children?: React.ReactNode
}

function Item({ to, icon, text, railed, here, children }: ItemProps) {
  return (
    <Link
      className="ni"
      to={to}
      aria-current={here ? 'page' : undefined}
      title={railed ? text : undefined}
      aria-label={railed ? text : undefined}
    >
      <Icon name={icon} />
      {!railed && <span className="trunc">{text}</span>}
      {children}
    </Link>
  )
}
