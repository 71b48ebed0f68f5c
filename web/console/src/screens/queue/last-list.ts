/** The list somebody came from, so that a ticket knows "4 of 18" and J and K go on. */
export interface LastList {
  title: string
  href: string
  refs: string[]
}

let last: LastList | null = null

export function rememberList(list: LastList) {
  last = list
}

export function lastList(): LastList | null {
  return last
}

export interface PlaceInList {
  title: string
  href: string
  at: number
  of: number
  before?: string
  after?: string
}

/** placeIn finds a ticket in the list it was opened from. */
export function placeIn(list: LastList | null, ref: string): PlaceInList | null {
  const i = list?.refs.indexOf(ref) ?? -1
  if (!list || i < 0) return null
  return {
    title: list.title,
    href: list.href,
    at: i + 1,
    of: list.refs.length,
    before: list.refs[i - 1],
    after: list.refs[i + 1],
  }
}
