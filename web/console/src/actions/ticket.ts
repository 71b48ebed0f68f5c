import type { Can } from '../api/types'
import { type Action, action } from './action'

/** What every action on a ticket needs to know; rows and whole tickets both have it. */
export interface TicketLike {
  ref: string
  can: Can
  offer?: unknown
}

const may = (verb: string) => (t: TicketLike) => t.can[verb] === true

export const reply = action<TicketLike>({
  id: 'ticket.reply',
  label: 'Reply',
  icon: 'reply',
  key: 'R',
  may: may('reply'),
  run: (_, ui) => ui.ask('reply'),
})

export const note = action<TicketLike>({
  id: 'ticket.note',
  label: 'Internal note',
  icon: 'lock',
  key: 'N',
  may: may('note'),
  run: (_, ui) => ui.ask('note'),
})

export const handOver = action<TicketLike>({
  id: 'ticket.hand-over',
  label: 'Hand over',
  icon: 'arrow-up-from-line',
  key: 'E',
  may: may('hand_over'),
  run: (_, ui) => ui.ask('hand-over'),
})

export const toMaker = action<TicketLike>({
  id: 'ticket.vendor',
  label: 'Send to its maker',
  icon: 'building-2',
  may: may('send_to_vendor'),
  run: (_, ui) => ui.ask('vendor'),
})

export const swarm = action<TicketLike>({
  id: 'ticket.swarm',
  label: 'Look at it together',
  icon: 'users-round',
  key: 'W',
  may: (t) => t.can.swarm === true || t.can.join_swarm === true,
  run: (_, ui) => ui.ask('swarm'),
})

export const bookTime = action<TicketLike>({
  id: 'ticket.time',
  label: 'Book time',
  icon: 'clock-4',
  may: may('book_time'),
  run: (_, ui) => ui.ask('time'),
})

export const askBack = action<TicketLike>({
  id: 'ticket.ask-back',
  label: 'Ask the sender first',
  icon: 'circle-help',
  key: 'B',
  may: may('ask_back'),
  run: (_, ui) => ui.ask('ask-back'),
})

export const resolve = action<TicketLike>({
  id: 'ticket.resolve',
  label: 'Resolve',
  icon: 'check',
  key: 'S',
  may: may('resolve'),
  run: (_, ui) => ui.ask('resolve'),
})

export const assign = action<TicketLike>({
  id: 'ticket.assign',
  label: 'Assign',
  icon: 'user-plus',
  key: 'A',
  may: may('assign'),
  run: (_, ui) => ui.ask('assign'),
})

export const wait = action<TicketLike>({
  id: 'ticket.wait',
  label: 'Wait for somebody',
  icon: 'pause',
  key: 'H',
  may: may('wait'),
  run: (_, ui) => ui.ask('wait'),
})

export const resume = action<TicketLike>({
  id: 'ticket.resume',
  label: 'Go on working',
  icon: 'rotate-ccw',
  key: 'H',
  may: may('resume'),
  run: (_, ui) => ui.ask('resume'),
})

export const sort = action<TicketLike>({
  id: 'ticket.sort',
  label: 'Sort: service, impact, urgency',
  icon: 'list-filter',
  key: 'Shift P',
  may: may('triage'),
  run: (_, ui) => ui.ask('triage'),
})

export const priority = action<TicketLike>({
  id: 'ticket.priority',
  label: 'Change priority',
  icon: 'gauge',
  key: 'P',
  may: may('edit'),
  run: (_, ui) => ui.ask('priority'),
})

export const tag = action<TicketLike>({
  id: 'ticket.tag',
  label: 'Tag',
  icon: 'tag',
  key: 'T',
  may: may('edit'),
  run: (_, ui) => ui.ask('tags'),
})

export const merge = action<TicketLike>({
  id: 'ticket.merge',
  label: 'Merge into another',
  icon: 'merge',
  key: 'M',
  may: may('merge'),
  run: (_, ui) => ui.ask('merge'),
})

export const unmerge = action<TicketLike>({
  id: 'ticket.unmerge',
  label: 'Undo the merge',
  icon: 'git-branch',
  may: may('unmerge'),
  run: (_, ui) => ui.ask('unmerge'),
})

export const link = action<TicketLike>({
  id: 'ticket.link',
  label: 'Link to another',
  icon: 'link-2',
  may: may('link'),
  run: (_, ui) => ui.ask('link'),
})

export const split = action<TicketLike>({
  id: 'ticket.split',
  label: 'Split off a part',
  icon: 'git-branch',
  may: may('split'),
  run: (_, ui) => ui.ask('split'),
})

export const withdraw = action<TicketLike>({
  id: 'ticket.withdraw',
  label: 'Withdraw the handover',
  icon: 'corner-up-left',
  may: may('withdraw'),
  run: (_, ui) => ui.ask('withdraw'),
})

export const accept = action<TicketLike>({
  id: 'ticket.accept',
  label: 'Accept the handover',
  icon: 'check',
  may: may('accept'),
  run: (_, ui) => ui.ask('accept'),
})

export const giveBack = action<TicketLike>({
  id: 'ticket.return',
  label: 'Return with a reason',
  icon: 'corner-right-down',
  key: 'Shift R',
  may: may('return'),
  run: (_, ui) => ui.ask('return'),
})

export const reopen = action<TicketLike>({
  id: 'ticket.reopen',
  label: 'Reopen',
  icon: 'rotate-ccw',
  may: may('reopen'),
  run: (_, ui) => ui.ask('reopen'),
})

export const close = action<TicketLike>({
  id: 'ticket.close',
  label: 'Close',
  icon: 'circle-check',
  may: may('close'),
  run: (_, ui) => ui.ask('close'),
})

export const declareMajor = action<TicketLike>({
  id: 'ticket.declare',
  label: 'Declare a major incident',
  icon: 'triangle-alert',
  may: may('declare_major'),
  run: (_, ui) => ui.ask('declare'),
})

export const tellAll = action<TicketLike>({
  id: 'ticket.tell-all',
  label: 'Tell everybody affected',
  icon: 'send',
  may: may('run_major'),
  run: (_, ui) => ui.ask('tell-all'),
})

export const plan = action<TicketLike>({
  id: 'ticket.plan',
  label: 'Plan it for a day',
  icon: 'square-kanban',
  may: may('plan'),
  run: (_, ui) => ui.ask('plan'),
})

export const thank = action<TicketLike>({
  id: 'ticket.thank',
  label: 'Thank somebody',
  icon: 'thumbs-up',
  may: may('thank'),
  run: (_, ui) => ui.ask('thank'),
})

export const take = action<TicketLike>({
  id: 'ticket.take',
  label: 'Take it',
  icon: 'check',
  key: 'Shift A',
  may: may('take'),
  run: (_, ui) => ui.ask('take'),
})

export const decline = action<TicketLike>({
  id: 'ticket.decline',
  label: 'Decline: ask the next one',
  icon: 'x',
  may: may('decline'),
  run: (_, ui) => ui.ask('decline'),
})

/** In the order of menus and palette. `wait` and `resume` share a key, because never both are permitted. */
export const ticketActions: Action<TicketLike>[] = [
  take,
  decline,
  accept,
  askBack,
  giveBack,
  reply,
  note,
  handOver,
  toMaker,
  swarm,
  withdraw,
  resolve,
  assign,
  sort,
  priority,
  tag,
  wait,
  resume,
  plan,
  declareMajor,
  tellAll,
  thank,
  bookTime,
  merge,
  unmerge,
  split,
  link,
  reopen,
  close,
]
