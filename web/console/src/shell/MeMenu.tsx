import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { desk } from '../api/mutations'
import { sentenceOf } from '../api/problem'
import { client } from '../api/queries'
import type { Me } from '../api/types'
import { Avatar } from '../parts/Avatar'
import { LoadPips } from '../parts/Marks'
import { Menu, type MenuItem } from '../parts/Overlays'
import { setPrefs, usePrefs } from '../prefs/prefs'
import { toasts } from '../toast/toasts'
import { useNow } from '../words/useNow'
import { footOf, presenceItems } from './presence'
import { ThanksSheet } from './Thanks'

const themes = { system: 'light', light: 'dark', dark: 'system' } as const
const themeWords = { system: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' }

/** Me at the foot of the navigation, with presence, load and what is mine to choose. */
export function MeMenu({ me, railed }: { me: Me; railed: boolean }) {
  const prefs = usePrefs()
  const navigate = useNavigate()
  const [thanked, setThanked] = useState(false)
  const signOut = async () => {
    try {
      await desk.signOut()
      client.clear()
      await navigate({ to: '/sign-in' })
    } catch (err) {
      toasts.problem(sentenceOf(err))
    }
  }
  const now = useNow()
  const items: MenuItem[] = [
    ...presenceItems(me, now),
    {
      id: 'theme',
      label: themeWords[prefs.theme],
      icon: 'sun',
      run: () => setPrefs({ theme: themes[prefs.theme] }),
    },
    {
      id: 'density',
      label: prefs.density === 'compact' ? 'Rows: compact' : 'Rows: comfortable',
      icon: 'rows-3',
      run: () => setPrefs({ density: prefs.density === 'compact' ? 'comfortable' : 'compact' }),
    },
    {
      id: 'keys',
      label: prefs.singleKeys ? 'Single keys: on' : 'Single keys: off',
      icon: 'terminal',
      run: () => setPrefs({ singleKeys: !prefs.singleKeys }),
    },
    {
      id: 'account',
      label: 'My account',
      icon: 'circle-user-round',
      run: () => void navigate({ to: '/settings/$section', params: { section: 'account' } }),
    },
    { id: 'thanks', label: 'Thanks', icon: 'thumbs-up', run: () => setThanked(true) },
    { id: 'out', label: 'Sign out', icon: 'external-link', run: () => void signOut() },
  ]
  return (
    <>
      <Menu
        label="Me"
        items={items}
        trigger={
          <button
            type="button"
            className="me"
            aria-label={railed ? `${me.name}, ${footOf(me, now)}, my choices` : undefined}
          >
            <Avatar name={me.name} presence={me.presence} />
            {!railed && (
              <span className="grow">
                <span className="m trunc me-name">{me.name}</span>
                <span className="small">
                  {footOf(me, now)} <LoadPips load={me.load} />
                </span>
              </span>
            )}
          </button>
        }
      />
      {thanked && <ThanksSheet me={me.id} onClose={() => setThanked(false)} />}
    </>
  )
}
