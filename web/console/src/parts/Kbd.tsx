const glyphs: Record<string, string> = {
  Enter: '↵',
  Shift: '⇧',
  Escape: 'Esc',
  Mod: 'Ctrl',
  Up: '↑',
  Down: '↓',
}

/** Keys as printed on buttons: "E", "G H" in sequence, "Ctrl Enter" together. */
export function Kbd({ keys }: { keys: string }) {
  const each = keys.split(' ').map((k) => glyphs[k] ?? k)
  if (each.length === 1) return <kbd aria-hidden="true">{each[0]}</kbd>
  return (
    <span className="keys" aria-hidden="true">
      {each.map((k, i) => (
        <kbd key={i}>{k}</kbd>
      ))}
    </span>
  )
}
