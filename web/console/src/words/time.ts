/** How the desk writes spans and moments: `6 m`, `1 h 16 m`, `2 d`; clock times today, days otherwise. */

/** span writes a length of time. From a day on, hours no longer matter. */
export function span(seconds: number): string {
  const m = Math.floor(Math.max(0, seconds) / 60)
  if (m < 60) return `${m} m`
  const h = Math.floor(m / 60)
  if (h < 24) {
    const rest = m % 60
    return rest === 0 ? `${h} h` : `${h} h ${String(rest).padStart(2, '0')} m`
  }
  const d = Math.floor(h / 24)
  const rest = h % 24
  return d >= 3 || rest === 0 ? `${d} d` : `${d} d ${rest} h`
}

const two = (n: number) => String(n).padStart(2, '0')
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** clock writes a time of day. */
export function clock(at: string | Date): string {
  const d = new Date(at)
  return `${two(d.getHours())}:${two(d.getMinutes())}`
}

const dayNumber = (d: Date) => Math.floor((d.getTime() - d.getTimezoneOffset() * 60000) / 86400000)

/** moment writes a clock time today, the weekday within a week, else the date. */
export function moment(at: string | Date, now: Date): string {
  const d = new Date(at)
  const apart = dayNumber(now) - dayNumber(d)
  if (apart === 0) return clock(d)
  if (apart === 1) return `yesterday ${clock(d)}`
  if (apart > 1 && apart < 7) return `${days[d.getDay()]} ${clock(d)}`
  const date = `${d.getDate()} ${months[d.getMonth()]}`
  return d.getFullYear() === now.getFullYear() ? date : `${date} ${d.getFullYear()}`
}

/** short form for narrow columns: clock time today, "Tue" within a week, else "2 Oct". */
export function brief(at: string | Date, now: Date): string {
  const d = new Date(at)
  const apart = dayNumber(now) - dayNumber(d)
  if (apart === 0) return clock(d)
  if (apart > 0 && apart < 7) return days[d.getDay()] ?? ''
  return `${d.getDate()} ${months[d.getMonth()]}`
}

/** due writes a moment that is to come, or has just passed: a clock time today, the weekday within a week. */
export function due(at: string | Date, now: Date): string {
  const d = new Date(at)
  const apart = dayNumber(d) - dayNumber(now)
  if (apart === 0) return clock(d)
  if (Math.abs(apart) < 7) return `${days[d.getDay()]} ${clock(d)}`
  return `${d.getDate()} ${months[d.getMonth()]} ${clock(d)}`
}

/** duration reads ISO 8601 as the desk writes it (PT4H, P2D). It is open time, so a day would say too little. */
export function duration(iso: string): string {
  const m = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(iso)
  if (!m) return iso
  const [d, h, min, s] = m.slice(1).map((n) => Number(n ?? 0)) as [number, number, number, number]
  const hours = d * 24 + h
  if (hours + min === 0) return `${s} s`
  if (hours === 0) return `${min} m`
  return min === 0 ? `${hours} h` : `${hours} h ${two(min)} m`
}

/** ago writes how long ago something was; under a minute it is now. */
export function ago(at: string | Date, now: Date): string {
  const s = (now.getTime() - new Date(at).getTime()) / 1000
  return s < 60 ? 'just now' : `${span(s)} ago`
}
