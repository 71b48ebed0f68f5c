import { Link, useParams } from '@tanstack/react-router'
import { Suspense, useEffect, useRef } from 'react'
import { useMe } from '../../api/queries'
import { Empty } from '../../parts/Empty'
import { Skeleton } from '../../parts/Surfaces'
import styles from './Settings.module.css'
import { groups, sections } from './sections'

/** The settings: their places on the left, the chosen one beside them. */
export function SettingsScreen() {
  const { section = 'account' } = useParams({ strict: false }) as { section?: string }
  const me = useMe().data
  const here = sections.find((s) => s.id === section)
  useEffect(() => {
    document.title = here ? `${here.text}, Secondline` : 'Secondline'
    return () => {
      document.title = 'Secondline'
    }
  }, [here])
  // On a phone the places stand in one line, of which the chosen one is shown.
  const places = useRef<HTMLElement>(null)
  useEffect(() => {
    places.current
      ?.querySelector(`[href$="/settings/${section}"]`)
      ?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [section])
  if (!me) return null
  return (
    <main className={`main ${styles.settings}`} id="main">
      <nav ref={places} className={styles.sections} aria-label="Settings">
        {groups(me).map((g) => (
          <section key={g.text} aria-label={g.text}>
            <div className="nav-h">{g.text}</div>
            {g.sections.map((s) => (
              <Link
                key={s.id}
                className="ni"
                to="/settings/$section"
                params={{ section: s.id }}
                aria-current={s.id === section ? 'page' : undefined}
              >
                {s.text}
              </Link>
            ))}
          </section>
        ))}
      </nav>
      <div className={styles.section}>
        {!here ? (
          <Empty title="There is no such setting.">Choose one on the left.</Empty>
        ) : here.may(me) ? (
          <Suspense fallback={<Skeleton rows={6} />}>
            <here.Screen key={here.id} />
          </Suspense>
        ) : (
          <Empty title="You have no right to see this.">An administrator of the desk can grant it.</Empty>
        )}
      </div>
    </main>
  )
}
