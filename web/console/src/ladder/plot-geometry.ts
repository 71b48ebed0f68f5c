import type { Rung, Stay, WalkState } from './walk'

/** A horizontal stretch on a rung, or a vertical move between two. */
export interface PlotShape {
  height: number
  rungs: string[]
  stretches: { d: string; kind: 'held' | 'wait' | 'now'; stay: Stay }[]
  ups: string[]
  downs: { d: string; arrow: string }[]
  fold: { x: number; y: number; text: string } | null
  head: { x: number; y: number } | null
  ticks: { x: number; at: string; anchor: 'start' | 'end' }[]
}

export interface PlotSize {
  width: number
  row: number
}

/** No stay is drawn narrower than this, however short it was. */
export const leastWidth = 7
/** Beyond this many stays the middle ones fold into "+3". */
export const mostStays = 8

const edge = 4
const foldWidth = 22

interface Slot {
  stay: Stay | null
  folded: number
  width: number
}

/** foldStays keeps the first and the last stays and folds the middle. */
export function foldStays(stays: Stay[]): { kept: (Stay | null)[]; folded: number } {
  if (stays.length <= mostStays) return { kept: stays, folded: 0 }
  const first = mostStays / 2
  const last = mostStays - first - 1
  const folded = stays.length - first - last
  return { kept: [...stays.slice(0, first), null, ...stays.slice(-last)], folded }
}

/** shareWidth gives each stay its part of the width, in proportion to working time, never below the least. */
export function shareWidth(seconds: number[], total: number, least = leastWidth): number[] {
  if (seconds.length === 0) return []
  if (least * seconds.length >= total) return seconds.map(() => total / seconds.length)
  const widths = new Array<number>(seconds.length).fill(0)
  const narrow = new Set<number>()
  // Lifting one stay to the least width shrinks the others, which may push a
  // next one below it: repeat until none falls under.
  for (;;) {
    const room = total - narrow.size * least
    const sum = seconds.reduce((n, s, i) => (narrow.has(i) ? n : n + s), 0)
    let grew = false
    seconds.forEach((s, i) => {
      if (narrow.has(i)) {
        widths[i] = least
        return
      }
      const w = sum > 0 ? (s / sum) * room : room / (seconds.length - narrow.size)
      widths[i] = w
      if (w < least) {
        narrow.add(i)
        grew = true
      }
    })
    if (!grew) return widths
  }
}

/** plotShape lays out the walk: rungs down the side, time to the right. */
export function plotShape(rungs: Rung[], stays: Stay[], state: WalkState, size: PlotSize): PlotShape {
  const ranks = rungs.map((r) => r.rank).sort((a, b) => b - a)
  const y = (rank: number) => Math.max(0, ranks.indexOf(rank)) * size.row + size.row / 2
  const shape: PlotShape = {
    height: ranks.length * size.row,
    rungs: ranks.map((r) => `M0 ${y(r)}H${size.width}`),
    stretches: [],
    ups: [],
    downs: [],
    fold: null,
    head: null,
    ticks: [],
  }
  let x = edge
  let before: Stay | null = null
  for (const slot of slots(stays, size.width - 2 * edge)) {
    if (slot.stay === null) {
      shape.fold = { x: x + slot.width / 2, y: shape.height / 2 + 4, text: `+${slot.folded}` }
      before = null
    } else {
      drawMove(shape, before, slot.stay, x, y)
      drawStretch(shape, slot.stay, x, slot.width, y, slot.stay === stays.at(-1) && state !== 'solved')
      before = slot.stay
    }
    x += slot.width
  }
  const last = stays.at(-1)
  if (last) shape.head = { x: round(x), y: y(holder(stays).rank) }
  shape.ticks = ticks(stays, shape, size.width)
  return shape
}

/** An offer hangs on the offered rung, but the head stays with the holder. */
function holder(stays: Stay[]): Stay {
  for (let i = stays.length - 1; i >= 0; i--) {
    const s = stays[i]
    if (s && s.kind === 'held') return s
  }
  return stays[stays.length - 1] as Stay
}

function slots(stays: Stay[], total: number): Slot[] {
  const { kept, folded } = foldStays(stays)
  const real = kept.filter((s): s is Stay => s !== null)
  const widths = shareWidth(
    real.map((s) => s.seconds),
    total - (folded > 0 ? foldWidth : 0),
  )
  let i = 0
  return kept.map((stay) =>
    stay === null
      ? { stay, folded, width: foldWidth }
      : { stay, folded: 0, width: widths[i++] ?? leastWidth },
  )
}

function drawMove(shape: PlotShape, from: Stay | null, to: Stay, x: number, y: (rank: number) => number) {
  if (!from || from.rank === to.rank) return
  const a = y(from.rank)
  const b = y(to.rank)
  const at = round(x)
  if (to.began === 'returned') {
    shape.downs.push({ d: `M${at} ${a + 2}V${b - 6}`, arrow: `M${round(x - 3.6)} ${b - 7.5}h7.2l-3.6 5z` })
    return
  }
  const way = b < a ? -1 : 1
  shape.ups.push(`M${at} ${a + 2 * way}V${b - 2 * way}`)
}

function drawStretch(
  shape: PlotShape,
  stay: Stay,
  x: number,
  width: number,
  y: (rank: number) => number,
  last: boolean,
) {
  const kind = stay.kind === 'offered' ? 'wait' : last ? 'now' : 'held'
  const to = Math.max(x + 1.5, x + width - 1.5)
  shape.stretches.push({ d: `M${round(x + 1.5)} ${y(stay.rank)}H${round(to)}`, kind, stay })
}

/** The start of the walk and its last fall carry a time; "now" or the end stands at the right. */
function ticks(stays: Stay[], shape: PlotShape, width: number): PlotShape['ticks'] {
  const first = stays[0]
  if (!first) return []
  const out: PlotShape['ticks'] = [{ x: edge, at: first.from, anchor: 'start' }]
  const fell = shape.stretches.filter((s) => s.stay.began === 'returned').at(-1)
  if (fell) {
    const x = Number(fell.d.slice(1).split(' ')[0]) - 1.5
    // Two times closer than their own width would print over one another.
    if (x > edge + 40 && x < width - 60) out.push({ x, at: fell.stay.from, anchor: 'start' })
  }
  return out
}

const round = (n: number) => Math.round(n * 10) / 10
