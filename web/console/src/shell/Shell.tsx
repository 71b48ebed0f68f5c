import { Outlet, useNavigate, useRouterState } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useState } from 'react'
import { listen } from '../api/live'
import { Problem, sentenceOf } from '../api/problem'
import { useMe } from '../api/queries'
import { useKeys } from '../keys/keys'
import { Failed, Late } from '../parts/Surfaces'
import { setPrefs, usePrefs } from '../prefs/prefs'
import { Toaster } from '../toast/Toaster'
import { toasts } from '../toast/toasts'
import { Announcer } from './announce'
import { Connection } from './Connection'
import { goKeys } from './go'
import { IncidentBanner } from './Incidents'
import { Nav } from './Nav'
import { useGo } from './useGo'

const Palette = lazy(() => import('./Palette'))
const KeysHelp = lazy(() => import('./KeysHelp'))

/** The frame around every screen: navigation, keys, palette, toasts and the live stream. */
export function Shell() {
  const me = useMe()
  const prefs = usePrefs()
  const navigate = useNavigate()
  const path = useRouterState({ select: (s) => s.location.pathname })
  const here = useRouterState({ select: (s) => s.location.href })
  const [over, setOver] = useState<'palette' | 'keys' | null>(null)
  const signedOut = me.error instanceof Problem && me.error.signedOut
  const signedIn = me.data !== undefined

  useEffect(() => {
    // The frame still stands while the sign-in loads; the address is then its own.
    const leaving = path.endsWith('/sign-in')
    if (signedOut && !leaving) void navigate({ to: '/sign-in', search: { to: here }, replace: true })
  }, [signedOut, navigate, here, path])

  useEffect(() => {
    if (signedIn) return listen()
  }, [signedIn])

  const go = useGo()
  useKeys({
    ...goKeys(go),
    C: () => go('/new'),
    'Ctrl K': () => setOver('palette'),
    '?': () => setOver('keys'),
    '[': () => setPrefs({ navFolded: !prefs.navFolded }),
    ']': () => setPrefs({ detailsFolded: !prefs.detailsFolded }),
    Z: () => void toasts.act(),
  })

  if (!me.data) {
    return (
      <div className="console">
        {me.error && !signedOut ? (
          <Failed sentence={sentenceOf(me.error)} again={() => void me.refetch()} />
        ) : (
          <Late>
            <p className="sr" role="status">
              Loading the console
            </p>
          </Late>
        )}
      </div>
    )
  }
  // A ticket and the editors need the width: there the navigation is a rail.
  const railed = prefs.navFolded || path.includes('/tickets/')
  return (
    <div className={`console${railed ? ' railed' : ''}`}>
      <a className="skip" href="#main">
        Skip to the work
      </a>
      <Nav me={me.data} railed={railed} path={path} onSearch={() => setOver('palette')} />
      <div className="stage">
        <div>
          <Connection />
          <IncidentBanner />
        </div>
        <Outlet />
      </div>
      <Toaster />
      <Announcer />
      <Suspense>
        {over === 'palette' && <Palette me={me.data} onClose={() => setOver(null)} />}
        {over === 'keys' && <KeysHelp onClose={() => setOver(null)} />}
      </Suspense>
    </div>
  )
}
