import { sentenceOf } from '../../../api/problem'
import { client } from '../../../api/queries'
import { settingKeys, settings, useMatrix } from '../../../api/settings'
import type { Matrix } from '../../../api/settings-types'
import { Priority, priorityWords } from '../../../parts/Marks'
import { Failed, Skeleton } from '../../../parts/Surfaces'
import { PageHead } from '../../../shell/PageHead'
import { toasts } from '../../../toast/toasts'
import { capital } from '../../../words/desk'
import { FormFoot, FormNotes } from '../noun/FormFoot'
import { useForm } from '../noun/useForm'
import places from '../Places.module.css'
import { SmallPick } from '../parts/Small'
import styles from '../Settings.module.css'

const impacts = [
  'High: many people, or the business stands',
  'Medium: a team, or one person wholly',
  'Low: one person, partly',
]
const urgencies = ['High: cannot wait', 'Medium: today', 'Low: when there is time']
const choices = [1, 2, 3, 4].map((p) => ({
  value: String(p),
  text: `${p} ${capital(priorityWords[p] ?? '')}`,
}))

/** Which priority follows from impact and urgency. */
export default function MatrixSection() {
  const answer = useMatrix()
  return (
    <>
      <PageHead title="Priorities" />
      <div className={places.single}>
        {answer.data ? (
          <MatrixForm matrix={answer.data} />
        ) : answer.isError ? (
          <Failed sentence={sentenceOf(answer.error)} again={() => void answer.refetch()} />
        ) : (
          <Skeleton rows={4} shape="line" />
        )}
      </div>
    </>
  )
}

function MatrixForm({ matrix }: { matrix: Matrix }) {
  const form = useForm<{ rows: number[][] }>({
    id: 'priority-matrix',
    saved: { rows: matrix.rows },
    save: async ({ values, landed }) => {
      client.setQueryData(settingKeys.all('/priority-matrix'), await settings.setMatrix(values.rows))
      landed(['rows'])
      toasts.done('Priorities saved. They hold for tickets from now on.')
    },
  })
  const { rows } = form.values
  const set = (i: number, u: number, p: number) =>
    form.set({ rows: rows.map((row, a) => row.map((v, b) => (a === i && b === u ? p : v))) })
  return (
    <form
      className={styles.form}
      onSubmit={(e) => {
        e.preventDefault()
        void form.save()
      }}
    >
      <div className={styles.fields}>
        <FormNotes form={form} labels={{ rows: 'the priorities' }} />
        <p className="ink-2">
          Whoever looks at a ticket says how many it hits and how long it can wait; the priority follows.
        </p>
        <div className={places.scroll}>
          <table className={places.matrix}>
            <caption className="sr">Priority by impact and urgency</caption>
            <thead>
              <tr>
                <td />
                {urgencies.map((u) => (
                  <th key={u} scope="col">
                    <Words head="Urgency" text={u} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, i) => (
                <tr key={impacts[i]}>
                  <th scope="row">
                    <Words head="Impact" text={impacts[i] ?? ''} />
                  </th>
                  {row.map((p, u) => (
                    <td key={urgencies[u]}>
                      <span className={places.cell}>
                        <Priority value={p} />
                        <SmallPick
                          label={`Impact ${i + 1}, urgency ${u + 1}`}
                          options={choices}
                          value={String(p)}
                          disabled={!matrix.can.change}
                          onChange={(v) => set(i, u, Number(v))}
                        />
                      </span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        {form.error('rows') && (
          <p className="err" role="alert">
            {form.error('rows')}
          </p>
        )}
      </div>
      <FormFoot form={form} verb="Save" off={!matrix.can.change} />
    </form>
  )
}

function Words({ head, text }: { head: string; text: string }) {
  const [word, rest] = text.split(': ')
  return (
    <>
      <span className="small ink-3">{head}</span>
      <b className="m">{word}</b>
      <span className="small ink-3">{rest}</span>
    </>
  )
}
