/** The mark: two stiles, three rungs, the second one held. */
export function Mark({ size = 22 }: { size?: number }) {
  return (
    <svg className="mark" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true">
      <path d="M5 2.5v15M15 2.5v15" />
      <path d="M5 5.6h10M5 14.4h10" />
      <path className="held" d="M2.4 10h15.2" />
    </svg>
  )
}
