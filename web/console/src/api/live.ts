import { base } from './client'
import { keys } from './keys'
import { client } from './queries'
import type { LiveEvent } from './types'

/**
 * The live stream: what others do shows within a second. An event names the
 * ticket; what is known of it is thrown away and, where it is on screen, read
 * again. The browser reconnects by itself and says where it stopped.
 */

export const kinds = [
  'ticket.opened',
  'message.replied',
  'message.noted',
  'ticket.triaged',
  'ticket.assigned',
  'ticket.waiting',
  'ticket.resumed',
  'ticket.resolved',
  'ticket.reopened',
  'ticket.closed',
  'ticket.edited',
  'ticket.rated',
  'ticket.handed_over',
  'handover.accepted',
  'handover.returned',
  'handover.withdrawn',
  'ticket.merged',
  'ticket.absorbed',
  'ticket.unmerged',
  'ticket.released',
  'ticket.split',
  'ticket.linked',
  'ticket.unlinked',
  'lesson.given',
  'lesson.learnt',
  'incident.declared',
  'incident.told',
  'incident.stood_down',
  'incident.reviewed',
  'project.planned',
  'kudos.given',
  'customer.told',
  'handover.answered_back',
  'handover.asked_back',
  'handover.expired',
  'swarm.ended',
  'swarm.joined',
  'swarm.left',
  'swarm.started',
  'ticket.confirmed',
  'time.booked',
  'vendor.chased',
  'vendor.closed',
  'vendor.referenced',
  'vendor.sent',
  'vendor.wrote',
  'mail.sent',
  'mail.failed',
  'ticket.sent_back',
  'ticket.passed',
  'ticket.asked',
  'ticket.placed',
  'ticket.escalated',
  'clock.moved',
  'clock.breached',
  'clock.warned',
] as const

/** touchedBy lists what an event makes stale. Pure, so that a table tests it. */
export function touchedBy(e: LiveEvent): (readonly unknown[])[] {
  const out: (readonly unknown[])[] = [keys.lists, keys.counts]
  if (e.ref) out.push(keys.ticket(e.ref), keys.timeline(e.ref))
  if (e.kind === 'ticket.handed_over' || e.kind.startsWith('handover.')) out.push(keys.handovers)
  if (e.kind.startsWith('lesson.')) out.push(['lessons'])
  if (e.kind.startsWith('incident.')) out.push(['incidents'])
  if (e.kind === 'kudos.given') out.push(['kudos'])
  return out
}

type Listener = () => void
let lostAt: string | null = null
const listeners = new Set<Listener>()

/** lostSince is when the connection went away, or null while it holds. */
export const connection = {
  lostSince: () => lostAt,
  subscribe: (fn: Listener) => {
    listeners.add(fn)
    return () => {
      listeners.delete(fn)
    }
  },
}

function lost(at: string | null) {
  if ((lostAt === null) === (at === null)) return
  lostAt = at
  for (const fn of listeners) fn()
}

/** A busy desk sends many events in a breath; they are answered together, well within a second. */
const gather = 300
/** A stream that drops and comes back at once is not worth a banner. */
const patience = 4000

/** After a refusal the browser gives up; we ask again after this long. */
const again = 5000

/** listen keeps the stream open until the returned function is called. */
export function listen(): () => void {
  let stop = open()
  let timer: ReturnType<typeof setTimeout> | null = null
  function open() {
    return stream(() => {
      // The session may have ended: then the answer to this leads to the sign-in.
      void client.invalidateQueries({ queryKey: keys.me })
      timer = setTimeout(() => {
        stop()
        stop = open()
      }, again)
    })
  }
  return () => {
    if (timer) clearTimeout(timer)
    stop()
  }
}

function stream(refused: () => void): () => void {
  const stale = new Map<string, readonly unknown[]>()
  let timer: ReturnType<typeof setTimeout> | null = null
  let worry: ReturnType<typeof setTimeout> | null = null
  const source = new EventSource(`${base}/live`)

  const flush = () => {
    timer = null
    const all = [...stale.values()]
    stale.clear()
    for (const queryKey of all) void client.invalidateQueries({ queryKey })
  }
  const hear = (message: MessageEvent<string>) => {
    const event = parse(message)
    if (!event) return
    for (const key of touchedBy(event)) stale.set(JSON.stringify(key), key)
    timer ??= setTimeout(flush, gather)
  }
  for (const kind of kinds) source.addEventListener(kind, hear)
  source.onmessage = hear
  // Away for too long to be told one by one.
  source.addEventListener('reload', () => void client.invalidateQueries())
  source.onopen = () => {
    if (worry) clearTimeout(worry)
    worry = null
    // What happened meanwhile may be more than the stream can resend.
    if (lostAt !== null) void client.invalidateQueries()
    lost(null)
  }
  source.onerror = () => {
    const at = new Date().toISOString()
    worry ??= setTimeout(() => lost(at), patience)
    if (source.readyState === EventSource.CLOSED) refused()
  }
  return () => {
    source.close()
    if (timer) clearTimeout(timer)
    if (worry) clearTimeout(worry)
  }
}

function parse(message: MessageEvent<string>): LiveEvent | null {
  try {
    const data = JSON.parse(message.data) as Partial<LiveEvent>
    return { ...data, kind: data.kind ?? message.type }
  } catch {
    // A line that we cannot read tells nothing; the next refetch will.
    return null
  }
}
