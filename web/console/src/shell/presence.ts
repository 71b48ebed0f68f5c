import { keys } from '../api/keys'
import { sentenceOf } from '../api/problem'
import { client } from '../api/queries'
import { rota } from '../api/shifts'
import type { Me, Presence } from '../api/types'
import type { MenuItem } from '../parts/Overlays'
import { toasts } from '../toast/toasts'
import { clock, due } from '../words/time'

/** Presence: whether work may reach me now, and when a break ends by itself. */

async function say(presence: Presence, backAt?: Date) {
  try {
    client.setQueryData(keys.me, await rota.presence(presence, backAt?.toISOString()))
    toasts.done(said(presence, backAt))
    await client.invalidateQueries({ queryKey: ['team-now'] })
  } catch (err) {
    toasts.problem(sentenceOf(err), () => void say(presence, backAt))
  }
}

function said(presence: Presence, backAt?: Date): string {
  if (presence === 'here') return 'You are here: work may reach you'
  if (presence === 'busy') return 'You are busy: you are given no more work'
  if (presence === 'off') return 'You are off'
  return backAt ? `Enjoy your break, until ${clock(backAt)}` : 'Enjoy your break'
}

const breaks = [
  { minutes: 15, text: 'Break for 15 minutes' },
  { minutes: 30, text: 'Break for half an hour' },
  { minutes: 60, text: 'Break for an hour' },
]

/** presenceItems are the choices of my menu: what I am already is left out. */
export function presenceItems(me: Me, now: Date): MenuItem[] {
  const away = breaks.map(({ minutes, text }) => {
    const back = new Date(now.getTime() + minutes * 60_000)
    return {
      id: `break-${minutes}`,
      label: `${text}, back ${clock(back)}`,
      icon: 'pause' as const,
      run: () => void say('away', back),
    }
  })
  const all: (MenuItem & { is: Presence })[] = [
    { is: 'here', id: 'here', label: 'I am here', icon: 'circle-check', run: () => void say('here') },
    { is: 'busy', id: 'busy', label: 'Busy: no more work', icon: 'minus', run: () => void say('busy') },
    { is: 'off', id: 'off', label: 'Off', icon: 'circle-slash', run: () => void say('off') },
  ]
  const [here, ...rest] = all.filter((i) => i.is !== me.presence)
  return here?.is === 'here' ? [here, ...away, ...rest] : [...away, ...(here ? [here] : []), ...rest]
}

/** footOf is the line under my name: how long I am here, or when I come back. */
export function footOf(me: Me, now: Date): string {
  if (me.presence === 'away') return me.back_at ? `Back ${due(me.back_at, now)}` : 'On a break'
  if (me.shift?.planned && !me.shift.on)
    return me.shift.next ? `From ${due(me.shift.next, now)}` : 'Off shift'
  if (me.presence === 'off') return 'Off'
  if (me.presence === 'busy') return 'Busy'
  return me.shift?.until ? `Until ${due(me.shift.until, now)}` : `${me.load.now} in hand`
}
