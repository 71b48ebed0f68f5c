import { useState } from 'react'
import type { Ticket } from '../../api/types'
import { useDraft } from '../../drafts/useDraft'
import { Button } from '../../parts/Button'
import { Area, Input, Pick, Radio } from '../../parts/Forms'
import styles from './Composer.module.css'
import { sendResolve } from './send'

const codes = [
  { value: 'solved', text: 'Solved' },
  { value: 'workaround', text: 'Works again, with a detour' },
  { value: 'not_solved', text: 'Not done, the message says why' },
]

/** It stood on a higher rung than the one it was opened on. */
const hasClimbed = ({ ladder }: Ticket) => {
  const held = ladder.stays.filter((s) => s.kind !== 'offered')
  return held.some((s) => s.rank > (held[0]?.rank ?? s.rank))
}

/** Solving says what the customer reads, what it was, and what the rung below may learn from it. */
export default function ResolveForm({ ticket, onDone }: { ticket: Ticket; onDone: () => void }) {
  const message = useDraft(ticket.ref, 'resolve')
  const [code, setCode] = useState('solved')
  const [cause, setCause] = useState('')
  const [solution, setSolution] = useState('')
  const [article, setArticle] = useState('')
  const [noArticle, setNoArticle] = useState('')
  const [firstLine, setFirstLine] = useState<boolean | null>(null)
  const [lesson, setLesson] = useState('')
  const [tried, setTried] = useState(false)
  // Only what climbed can climb down: what stayed on its rung has nobody below to teach.
  const climbed = hasClimbed(ticket)
  const customer = ticket.requester.name.split(' ')[0]
  const lacks = {
    message: message.text.trim() === '' ? `Say to ${customer} what was done.` : undefined,
    cause:
      climbed && !cause.trim() ? 'It climbed: say what it was, so that the next one need not.' : undefined,
    article:
      climbed && !article.trim() && !noArticle.trim()
        ? 'Name where the solution is written down, or say why it is not.'
        : undefined,
    lesson:
      climbed && firstLine === true && !lesson.trim()
        ? 'One sentence that tells the first line how.'
        : undefined,
    firstLine: climbed && firstLine === null ? 'Can the first line do this next time?' : undefined,
  }
  const open = Object.values(lacks).find(Boolean)

  const send = () => {
    setTried(true)
    if (open) return
    const text = message.text.trim()
    message.clear()
    sendResolve(
      ticket.ref,
      {
        code,
        message: text,
        cause: cause.trim() || undefined,
        solution: solution.trim() || undefined,
        article: article.trim() || undefined,
        no_article_because: noArticle.trim() || undefined,
        first_line_next_time: firstLine ?? undefined,
        lesson: lesson.trim() || undefined,
      },
      message.setText,
    )
    onDone()
  }
  const shown: Partial<typeof lacks> = tried ? lacks : {}
  return (
    <form
      className={`${styles.box} ${styles.solve}`}
      onSubmit={(e) => {
        e.preventDefault()
        send()
      }}
      onKeyDown={(e) => {
        if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) send()
      }}
    >
      <Area
        label={`What ${customer} will read`}
        rows={3}
        value={message.text}
        onChange={(e) => message.setText(e.target.value)}
        error={shown.message}
        data-composer
      />
      <div className={styles.pair}>
        <Pick label="How it ended" options={codes} value={code} onChange={(e) => setCode(e.target.value)} />
        <Input
          label="What it was"
          placeholder="The cause, for colleagues"
          value={cause}
          onChange={(e) => setCause(e.target.value)}
          error={shown.cause}
        />
        {climbed && (
          <>
            <div className={styles.whole}>
              <Input
                label="What solved it"
                placeholder="The steps, for colleagues"
                value={solution}
                onChange={(e) => setSolution(e.target.value)}
              />
            </div>
            <Input
              label="Where the solution is written down"
              placeholder="KB-318 or a link"
              value={article}
              onChange={(e) => setArticle(e.target.value)}
              error={shown.article}
            />
            <Input
              label="Or why it is not"
              value={noArticle}
              onChange={(e) => setNoArticle(e.target.value)}
            />
          </>
        )}
      </div>
      {climbed && (
        <fieldset className={styles.choices}>
          <legend className="label">Can the first line do this next time?</legend>
          <Radio name="first-line" checked={firstLine === true} onChange={() => setFirstLine(true)}>
            Yes
          </Radio>
          <Radio name="first-line" checked={firstLine === false} onChange={() => setFirstLine(false)}>
            No
          </Radio>
          {shown.firstLine && <span className="err">Choose one.</span>}
        </fieldset>
      )}
      {climbed && firstLine && (
        <Input
          label="The lesson"
          placeholder="One sentence: what to look at, what to do"
          value={lesson}
          onChange={(e) => setLesson(e.target.value)}
          error={shown.lesson}
        />
      )}
      <div className={styles.foot}>
        <span className="grow" />
        <Button type="submit" look="primary" icon="check" keys="Ctrl Enter">
          Resolve
        </Button>
      </div>
    </form>
  )
}
