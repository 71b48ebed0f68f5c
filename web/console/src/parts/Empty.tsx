import type { ReactNode } from 'react'

/** The cat on the second rung: only for a queue that is truly done. */
function Cat() {
  return (
    <svg
      className="cat"
      width="240"
      height="236"
      viewBox="0 0 240 236"
      role="img"
      aria-label="A cat asleep on the second rung of a ladder"
    >
      <g className="lad">
        <path d="M52 14v208M188 14v208" />
        <path d="M52 28h136M52 86h136M52 202h136" />
      </g>
      <path className="hot" d="M44 144h152" />
      <g>
        <path className="fill" d="M113 106c10-15 46-17 58 3 6 10 7 22 6 33H92c-1-4-1-8 0-12z" />
        <path d="M114 105c11-14 45-15 57 4 6 10 7 21 6 33" />
        <path d="M136 142c-3-9 2-19 13-21" />
        <path
          className="fill"
          d="M78 118c-1-9-2-18-1-26 5 1 9 4 12 8 5-2 13-2 18 0 3-4 7-7 12-8 1 8 0 17-1 26 0 13-9 19-20 19s-20-6-20-19z"
        />
        <path d="M78 118c-1-9-2-18-1-26 5 1 9 4 12 8 5-2 13-2 18 0 3-4 7-7 12-8 1 8 0 17-1 26 0 13-9 19-20 19s-20-6-20-19z" />
        <path d="M85 116c2 3 6 3 8 0M103 116c2 3 6 3 8 0" />
        <path d="m96 122 2 2 2-2M98 124v2" />
        <path className="thin" d="M76 122l-11-2M77 127l-10 2M120 122l11-2M119 127l10 2" />
        <path className="fill" d="M104 142v13c0 6 10 6 10 0v-13" />
        <path d="M104 143v12c0 6 10 6 10 0v-12" />
        <path className="fill" d="M118 142v8c0 6 10 6 10 0v-8" />
        <path d="M118 143v7c0 6 10 6 10 0v-7" />
        <path d="M177 138c10 10 2 27 7 39 4 10 16 9 17 0" />
      </g>
      <g className="zz">
        <path d="M126 68h8l-8 9h8M142 50h6l-6 7h6" />
      </g>
    </svg>
  )
}

interface EmptyProps {
  title: string
  children?: ReactNode
  /** The way on: one or two buttons. */
  doors?: ReactNode
  cat?: boolean
}

/** An empty place says what that means and where to go. */
export function Empty({ title, children, doors, cat }: EmptyProps) {
  return (
    <div className="nothing">
      {cat && <Cat />}
      <h2>{title}</h2>
      {children && <p>{children}</p>}
      {doors && <div className="opts">{doors}</div>}
    </div>
  )
}
