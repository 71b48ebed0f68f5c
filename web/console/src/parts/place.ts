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
): { left: number; top: number } {
  const below = anchor.bottom + gap
  const above = anchor.top - gap - size.height
  const fitsBelow = below + size.height <= screen.height - margin
  const fitsAbove = above >= margin
  const top =
    side === 'bottom' ? (fitsBelow || !fitsAbove ? below : above) : fitsAbove || !fitsBelow ? above : below
  // Aligned with the anchor's start where that fits, else with its end.
  const start = anchor.left + size.width <= screen.width - margin ? anchor.left : anchor.right - size.width
  return {
    left: clamp(start, margin, screen.width - margin - size.width),
    top: clamp(top, margin, screen.height - margin - size.height),
  }
}

const clamp = (n: number, low: number, high: number) => Math.max(low, Math.min(n, Math.max(low, high)))
