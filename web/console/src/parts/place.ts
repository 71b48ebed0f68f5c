/** Where a floating box goes: beside its anchor, flipped when there is no room, never off the screen. */

export type Side = 'top' | 'bottom'

interface Box {
  left: number
  right: number
  top: number
  bottom: number
}

const gap = 5
const margin = 8

export function place(
  anchor: Box,
  size: { width: number; height: number },
  screen: { width: number; height: number },
  side: Side,
): { left: number; top?: number; bottom?: number } {
  const below = anchor.bottom + gap
  const above = anchor.top - gap - size.height
  const fitsBelow = below + size.height <= screen.height - margin
  const fitsAbove = above >= margin
  const up = side === 'bottom' ? !fitsBelow && fitsAbove : fitsAbove || !fitsBelow
  // Aligned with the anchor's start where that fits, else with its end.
  const start = anchor.left + size.width <= screen.width - margin ? anchor.left : anchor.right - size.width
  const left = clamp(start, margin, screen.width - margin - size.width)
  // Above, its foot is what stays: a list that fills in later grows away from the anchor.
  if (up)
    return {
      left,
      bottom: clamp(screen.height - anchor.top + gap, margin, screen.height - margin - size.height),
    }
  return { left, top: clamp(below, margin, screen.height - margin - size.height) }
}

const clamp = (n: number, low: number, high: number) => Math.max(low, Math.min(n, Math.max(low, high)))
