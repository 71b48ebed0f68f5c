import { useMutation } from '@tanstack/react-query'
import { keys } from '../../../api/keys'
import { sentenceOf } from '../../../api/problem'
import { client, useMe } from '../../../api/queries'
import { rota } from '../../../api/shifts'
import type { Me, Presence } from '../../../api/types'
import { Segment, Switch } from '../../../parts/Forms'
import { KV } from '../../../parts/Surfaces'
import { setPrefs, usePrefs } from '../../../prefs/prefs'
import { PageHead } from '../../../shell/PageHead'
import { toasts } from '../../../toast/toasts'
import { capital } from '../../../words/desk'
import places from '../Places.module.css'
import { ChangePassword } from './ChangePassword'
import { Sessions } from './Sessions'
import { Tokens } from './Tokens'

const presences: { value: Presence; text: string }[] = [
  { value: 'here', text: 'Here' },
  { value: 'away', text: 'Away' },
  { value: 'busy', text: 'Busy' },
  { value: 'off', text: 'Off' },
]

/** What everybody may choose for themselves. */
export default function AccountSection() {
  const me = useMe().data
  if (!me) return null
  return (
    <>
      <PageHead title="My account" />
      <div className={`${places.single} ${places.account}`}>
        <Who me={me} />
        <Look />
        <ChangePassword email={me.email} />
        <Sessions />
        <Tokens administers={Boolean(me.can.administer)} />
      </div>
    </>
  )
}

function Who({ me }: { me: Me }) {
  const change = useMutation({
    mutationFn: (presence: Presence) => rota.presence(presence),
    onMutate: (presence: Presence) => {
      client.setQueryData<Me>(keys.me, { ...me, presence })
    },
    onError: (err) => {
      client.setQueryData(keys.me, me)
      toasts.problem(sentenceOf(err))
    },
    onSuccess: (now) => client.setQueryData(keys.me, now),
  })
  return (
    <section className={places.part} aria-labelledby="who">
      <h2 id="who">{me.name}</h2>
      <KV
        items={[
          { key: 'Address', value: me.email },
          { key: 'Role', value: capital(me.role.replaceAll('_', ' ')) },
          { key: 'Teams', value: me.teams.map((t) => t.name).join(', ') || 'none' },
        ]}
      />
      <p className="hint">An administrator changes these under People.</p>
      <div className={places.choice}>
        <span>
          <b className="m">Presence</b>
          <span className="hint">Whether work may reach you now.</span>
        </span>
        <Segment
          label="Presence"
          value={me.presence}
          options={presences}
          onChange={(p) => change.mutate(p)}
        />
      </div>
    </section>
  )
}

/** Chosen for this device, and held by it. */
function Look() {
  const prefs = usePrefs()
  return (
    <section className={places.part} aria-labelledby="look">
      <h2 id="look">This device</h2>
      <div className={places.choice}>
        <b className="m">Theme</b>
        <Segment
          label="Theme"
          value={prefs.theme}
          options={[
            { value: 'system', text: 'As the system' },
            { value: 'light', text: 'Light' },
            { value: 'dark', text: 'Dark' },
          ]}
          onChange={(theme) => setPrefs({ theme })}
        />
      </div>
      <div className={places.choice}>
        <b className="m">Rows</b>
        <Segment
          label="Rows"
          value={prefs.density}
          options={[
            { value: 'compact', text: 'Compact' },
            { value: 'comfortable', text: 'Comfortable' },
          ]}
          onChange={(density) => setPrefs({ density })}
        />
      </div>
      <div className={places.choice}>
        <span>
          <b className="m">Single keys</b>
          <span className="hint">
            One letter per action, such as R for reply. Every key has a button too.
          </span>
        </span>
        <Switch
          label="Single keys"
          checked={prefs.singleKeys}
          onChange={(singleKeys) => setPrefs({ singleKeys })}
        />
      </div>
    </section>
  )
}
