import type { Ticket } from '../../api/types'
import { Check } from '../../parts/Forms'
import { Checklist, Thin } from './Completion'
import { CustomerWords } from './CustomerWords'
import { EvidenceField } from './EvidenceField'
import { Field, Reasons, Sources, sourceLines, TextField, Tried } from './Fields'
import { type Lack, lackWords, type SheetForm, stepSources } from './form-state'
import styles from './Handover.module.css'
import type { SheetState } from './useSheet'

interface HandoverFormProps {
  ticket: Ticket
  sheet: SheetState
  form: SheetForm
  /** The team that gets it. */
  receiver: string
  now: Date
  error: Lack | null
  onJump: (seq: number) => void
}

/** The document: asked, tried, evidence, hypothesis and the ask, with what the customer will read. */
export function HandoverForm({ ticket, sheet, form, receiver, now, error, onJump }: HandoverFormProps) {
  const { change, draft, said } = sheet
  const first = ticket.requester.name.split(' ')[0] ?? ''
  const name = sheet.target?.person ? 'when they accept' : 'when somebody accepts'
  return (
    <div className={styles.form}>
      <Reasons
        chosen={form.reasons}
        error={error === 'reason' ? lackWords.reason : undefined}
        onChange={(reasons) => change({ reasons })}
      />
      <TextField
        label="Asked"
        name="summary"
        value={form.summary}
        placeholder={`What ${first} asked for, and by when`}
        onChange={(summary) => change({ summary })}
        sources={<Sources lines={sourceLines(draft?.summary.sources, now)} onJump={onJump} />}
      />
      <Tried
        steps={form.tried}
        onChange={(tried) => change({ tried })}
        sources={<Sources lines={stepSources(form.tried, draft?.tried_sources ?? [])} onJump={onJump} />}
      />
      <EvidenceField
        ticketRef={ticket.ref}
        evidence={form.evidence}
        now={now}
        onChange={(evidence) => change({ evidence })}
        onJump={onJump}
      />
      <TextField
        label="Hypothesis"
        name="hypothesis"
        value={form.hypothesis}
        placeholder="What you think it is, and what speaks against it"
        onChange={(hypothesis) => change({ hypothesis })}
        sources={<Sources lines={sourceLines(draft?.hypothesis.sources, now)} onJump={onJump} />}
      />
      <TextField
        label="The ask"
        name="ask"
        now
        rows={2}
        value={form.ask}
        placeholder="One sentence: what you ask them to do"
        error={error === 'ask' ? lackWords.ask : undefined}
        onChange={(ask) => change({ ask })}
      />
      <Field label="Then" done>
        <div className={styles.then}>
          <Check checked={form.stay} onChange={(stay) => change({ stay })}>
            I stay {first}’s contact
          </Check>
          <Check checked={form.share} onChange={(share) => change({ share })}>
            Share the outcome with me
          </Check>
        </div>
      </Field>
      {said && said.checklist.length > 0 && (
        <Field label="Complete" done={!sheet.thin}>
          <Checklist
            checklist={said.checklist}
            confirmed={form.confirmed}
            onChange={(confirmed) => change({ confirmed })}
          />
        </Field>
      )}
      {said && sheet.thin && (
        <Thin
          said={said}
          receiver={receiver}
          because={form.because}
          error={error === 'because' ? lackWords.because : undefined}
          onChange={(because) => change({ because })}
        />
      )}
      <CustomerWords
        customer={first}
        when={ticket.priority === 1 ? 'at once' : name}
        said={said}
        words={form.words}
        onChange={(words) => change({ words })}
      />
    </div>
  )
}
