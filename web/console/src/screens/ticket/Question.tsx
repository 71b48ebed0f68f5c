import type { ReactNode } from 'react'
import { sentenceOf } from '../../api/problem'
import { Button } from '../../parts/Button'
import { Sheet } from '../../parts/Overlays'
import styles from './Ticket.module.css'

interface QuestionProps {
  title: string
  verb: string
  busy: boolean
  problem: unknown
  onClose: () => void
  onSubmit: () => void
  children: ReactNode
}

/** A small form in a dialog: Ctrl Enter sends it, a refusal stands beside the verb. */
export function Question({ title, verb, busy, problem, onClose, onSubmit, children }: QuestionProps) {
  return (
    <Sheet open size="narrow" title={title} onClose={onClose}>
      <form
        className={styles.dialog}
        onSubmit={(e) => {
          e.preventDefault()
          onSubmit()
        }}
        onKeyDown={(e) => {
          if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) e.currentTarget.requestSubmit()
        }}
      >
        {children}
        {problem !== null && (
          <p className="err" role="alert">
            {sentenceOf(problem)}
          </p>
        )}
        <div className="row">
          <span className="grow" />
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" busy={busy} keys="Ctrl Enter">
            {verb}
          </Button>
        </div>
      </form>
    </Sheet>
  )
}
