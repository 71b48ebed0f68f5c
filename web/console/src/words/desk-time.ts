/**
 * The desk's own time. Promises turn when the desk says so, and not when a
 * laptop whose clock is wrong believes it.
 */
let ahead = 0

/** An answer tells its time by the second; a smaller difference is none. */
const noise = 2000

/** hearTime learns the desk's time from the Date of an answer. */
export function hearTime(date: string | null, now = Date.now()) {
  const told = date ? Date.parse(date) : Number.NaN
  if (Number.isNaN(told)) return
  const apart = told - now
  ahead = Math.abs(apart) < noise ? 0 : apart
}

export const deskNow = (): number => Date.now() + ahead
