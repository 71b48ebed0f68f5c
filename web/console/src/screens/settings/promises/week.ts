import type { ClockKind } from '../../../clock/wire'

/** The windows of a day as the desk writes them: "09:00-12:00". All of it is pure. */

export const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** How fine the grid is; the text beside it is exact to the minute. */
export const step = 30
export const cells = (24 * 60) / step

export interface Window {
  from: number
  to: number
}

const two = (n: number) => String(n).padStart(2, '0')

/** timeOf writes minutes since midnight as a time of day. */
export const timeOf = (minutes: number) => `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`

/** minutesOf reads "9", "9:30" or "24:00"; NaN if it is none. */
export function minutesOf(text: string): number {
  const m = /^(\d{1,2})(?::?(\d{2}))?$/.exec(text.trim())
  if (!m) return Number.NaN
  const at = Number(m[1]) * 60 + Number(m[2] ?? 0)
  return Number(m[2] ?? 0) > 59 || at > 24 * 60 ? Number.NaN : at
}

export const windowsOf = (day: string[]): Window[] =>
  day.map((w) => {
    const [from, to] = w.split('-')
    return { from: minutesOf(from ?? ''), to: minutesOf(to ?? '') }
  })

/** dayOf writes windows in order; those that touch or overlap become one. */
export function dayOf(windows: Window[]): string[] {
  const joined: Window[] = []
  for (const w of [...windows].sort((a, b) => a.from - b.from)) {
    const last = joined.at(-1)
    if (last && w.from <= last.to) last.to = Math.max(last.to, w.to)
    else joined.push({ ...w })
  }
  return joined.map((w) => `${timeOf(w.from)}-${timeOf(w.to)}`)
}

/** readDay reads what somebody wrote for a day: "9-12, 13-17:30"; null if it cannot be meant. */
export function readDay(text: string): string[] | null {
  const words = text.trim().toLowerCase()
  if (words === '' || words === 'closed') return []
  const windows: Window[] = []
  for (const part of words.split(/[,;]|\band\b/)) {
    const [from, to, more] = part.split(/[-–]|\bto\b/).map(minutesOf)
    if (from === undefined || to === undefined || more !== undefined) return null
    if (Number.isNaN(from) || Number.isNaN(to) || from >= to) return null
    windows.push({ from, to })
  }
  return dayOf(windows)
}

/** isOpen tells whether a cell of the grid lies in a window, at least in part. */
export const isOpen = (day: string[], cell: number) =>
  windowsOf(day).some((w) => w.from < (cell + 1) * step && w.to > cell * step)

/** painted opens or closes the cells from one to another, both of them too. */
export function painted(day: string[], one: number, other: number, open: boolean): string[] {
  const from = Math.min(one, other) * step
  const to = (Math.max(one, other) + 1) * step
  if (open) return dayOf([...windowsOf(day), { from, to }])
  return dayOf(
    windowsOf(day).flatMap((w) =>
      [
        { from: w.from, to: Math.min(w.to, from) },
        { from: Math.max(w.from, to), to: w.to },
      ].filter((x) => x.from < x.to),
    ),
  )
}

/** hoursOf is the open time of a week in hours. */
export const hoursOf = (week: string[][]) =>
  week.flatMap(windowsOf).reduce((sum, w) => sum + (w.to - w.from), 0) / 60

/** weekWords says a week in short: "Mon to Fri 09:00-17:00". */
export function weekWords(week: string[][]): string {
  const runs: { from: number; to: number; text: string }[] = []
  week.forEach((day, i) => {
    const text = day.join(', ')
    const last = runs.at(-1)
    if (last && last.text === text && last.to === i - 1) last.to = i
    else runs.push({ from: i, to: i, text })
  })
  const name = (i: number) => dayNames[i]?.slice(0, 3) ?? ''
  const open = runs.filter((r) => r.text)
  if (open.length === 1 && open[0]?.text === '00:00-24:00' && open[0].to - open[0].from === 6) return 'always'
  return open.map((r) => `${name(r.from)}${r.to > r.from ? ` to ${name(r.to)}` : ''} ${r.text}`).join(' · ')
}

/** lengthOf reads an ISO length as whole minutes of open time. */
export function lengthOf(iso: string): number {
  const m = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(iso)
  if (!m) return Number.NaN
  const [d, h, min] = m.slice(1).map((n) => Number(n ?? 0)) as [number, number, number]
  return (d * 24 + h) * 60 + min
}

/** lengthWords says open time: it counts hours, since a day of it is no day of the calendar. */
export function lengthWords(iso: string): string {
  const all = lengthOf(iso)
  const h = Math.floor(all / 60)
  const m = all % 60
  if (h === 0) return `${m} m`
  return m === 0 ? `${h} h` : `${h} h ${two(m)} m`
}

/** clockWords name the clocks where they are promised: in full, and as the desk's manual does. */
export const clockWords: Record<ClockKind, string> = {
  first_response: 'First response',
  next_response: 'Next response',
  resolution: 'Resolution',
  acknowledge: 'Acknowledge',
  work: 'Work',
  vendor: "Vendor's answer",
}
