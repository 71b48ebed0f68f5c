import type { PlanDuty, PlanRow } from '../../api/shifts'
import { clock } from '../../words/time'

/** A week of days as the reader's own calendar has them. */

const dayNames = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']
const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const two = (n: number) => String(n).padStart(2, '0')

export interface Day {
  from: Date
  to: Date
  /** "2026-03-16" */
  key: string
  /** "Mon 16" */
  head: string
  /** "Monday 16 March" */
  title: string
}

/** keyOf writes a date for an address. */
export const keyOf = (d: Date) => `${d.getFullYear()}-${two(d.getMonth() + 1)}-${two(d.getDate())}`

/** mondayOf is the midnight that the week of a date begins with; what is no date is today. */
export function mondayOf(key: string | undefined, now: Date): Date {
  const asked = key ? new Date(`${key}T00:00`) : now
  const d = Number.isNaN(asked.getTime()) ? now : asked
  return new Date(d.getFullYear(), d.getMonth(), d.getDate() - ((d.getDay() + 6) % 7))
}

/** daysOf lists the seven days; each is as long as it is, also when clocks are put back. */
export function daysOf(monday: Date): Day[] {
  const at = (n: number) => new Date(monday.getFullYear(), monday.getMonth(), monday.getDate() + n)
  return dayNames.map((name, n) => {
    const from = at(n)
    const full = from.toLocaleDateString('en-GB', { weekday: 'long' })
    return {
      from,
      to: at(n + 1),
      key: keyOf(from),
      head: `${name} ${from.getDate()}`,
      title: `${full} ${from.getDate()} ${months[from.getMonth()]}`,
    }
  })
}

/** weekTitle names a week: "16 to 22 March 2026". */
export function weekTitle(days: Day[]): string {
  const a = days[0]?.from ?? new Date(0)
  const b = days[6]?.from ?? a
  const end = `${b.getDate()} ${months[b.getMonth()]} ${b.getFullYear()}`
  return a.getMonth() === b.getMonth()
    ? `${a.getDate()} to ${end}`
    : `${a.getDate()} ${months[a.getMonth()]} to ${end}`
}

export interface Piece {
  kind: 'work' | 'away' | 'duty'
  text: string
  /** The whole of it, not only this day's part. */
  from: string
  to: string
  id?: string
  canRemove?: boolean
  note?: string
}

const reasons: Record<string, string> = {
  holiday: 'Holiday',
  sick: 'Sick',
  training: 'Training',
  swap: 'Swapped',
  other: 'Away',
}

const meets = (from: string, to: string, day: Day) => new Date(from) < day.to && new Date(to) > day.from

/** hours writes a stretch of a day: "09:00–17:00", "from 22:00", "until 06:00", "all day". */
export function hours(from: string, to: string, day: Day): string {
  const begins = new Date(from) >= day.from
  const ends = new Date(to) <= day.to
  if (begins && ends) return `${clock(from)}–${clock(to) === '00:00' ? '24:00' : clock(to)}`
  if (begins) return `from ${clock(from)}`
  if (ends) return `until ${clock(to)}`
  return 'all day'
}

/** piecesOf lists what a day of somebody holds: work first, then why there is none. */
export function piecesOf(row: PlanRow, day: Day): Piece[] {
  const work = row.spans
    .filter((s) => meets(s.from, s.to, day))
    .map(
      (s): Piece => ({
        kind: 'work',
        text: hours(s.from, s.to, day),
        from: s.from,
        to: s.to,
        note: s.team?.name,
      }),
    )
  const away = row.exceptions
    .filter((e) => e.kind === 'off' && meets(e.from, e.to, day))
    .map((e): Piece => {
      const word = reasons[e.reason ?? 'other'] ?? 'Away'
      const long = hours(e.from, e.to, day)
      return {
        kind: 'away',
        text: long === 'all day' || long === '00:00–24:00' ? word : `${word} ${long}`,
        from: e.from,
        to: e.to,
        id: e.id,
        canRemove: e.can_remove,
        note: e.note,
      }
    })
  return [...work, ...away]
}

/** extrasOf lists the extra work of a day that may be taken out again. */
export const extrasOf = (row: PlanRow, day: Day) =>
  row.exceptions.filter((e) => e.kind === 'extra' && e.can_remove && meets(e.from, e.to, day))

/** dutiesOf lists who is on call on a day. */
export const dutiesOf = (duties: PlanDuty[], day: Day): Piece[] =>
  duties
    .filter((d) => meets(d.from, d.to, day))
    .map((d) => ({
      kind: 'duty',
      text: d.person.name,
      note: hours(d.from, d.to, day),
      from: d.from,
      to: d.to,
      id: d.id,
    }))

/** spoken is a cell for those who do not see it. */
export function spoken(who: string, day: Day, pieces: Piece[]): string {
  const what = pieces.map((p) => (p.kind === 'duty' && p.note ? `${p.text}, ${p.note}` : p.text)).join(', ')
  return `${who}, ${day.title}: ${what || 'free'}`
}

/** localInput writes a moment for a date and time field. */
export const localInput = (d: Date) => `${keyOf(d)}T${two(d.getHours())}:${two(d.getMinutes())}`

/** step is the cell that an arrow key leads to, within the grid. */
export function step(
  key: string,
  at: { row: number; day: number },
  rows: number,
): { row: number; day: number } | null {
  const to = { ...at }
  if (key === 'ArrowRight') to.day += 1
  else if (key === 'ArrowLeft') to.day -= 1
  else if (key === 'ArrowDown') to.row += 1
  else if (key === 'ArrowUp') to.row -= 1
  else if (key === 'Home') to.day = 0
  else if (key === 'End') to.day = 6
  else return null
  return to.row < 0 || to.row >= rows || to.day < 0 || to.day > 6 ? at : to
}
