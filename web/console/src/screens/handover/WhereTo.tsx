import { Picker } from '../../ladder/Picker'
import { useRungs } from '../../ladder/useRungs'
import type { Rung } from '../../ladder/walk'
import { Icon } from '../../parts/Icon'
import { Kbd } from '../../parts/Kbd'
import { beside } from './form-state'
import styles from './Handover.module.css'
import type { SheetState } from './useSheet'

const canTake = (n: number) => (n === 0 ? 'Nobody can take it' : `${n} can take it`)

/** Which rungs can be chosen, and what is said under each. */
function notesOf(sheet: SheetState, rungs: Rung[], here: number) {
  const notes: Record<number, string> = {}
  const off: Record<number, string> = {}
  for (const { rank } of rungs) {
    const n = sheet.counts.get(rank) ?? 0
    if (!sheet.ranks.has(rank)) off[rank] = rank === 0 ? 'Write the article first' : 'No team on this rung'
    else if (rank !== here && !sheet.who.pending) notes[rank] = canTake(n)
  }
  return { notes, off }
}

/** Where to: choosing a rung is choosing a direction; the project team stands beside the ladder. */
export function WhereTo({ sheet, here }: { sheet: SheetState; here: number }) {
  const rungs = useRungs()
  const { notes, off } = notesOf(sheet, rungs, here)
  const project = sheet.ranks.has(beside)
  const chosen = sheet.rank === beside
  return (
    <>
      <h3 className={styles.colHead}>Where to</h3>
      <Picker rungs={rungs} here={here} chosen={sheet.rank} notes={notes} off={off} onPick={sheet.pickRank} />
      {project && (
        <div className={styles.beside}>
          <button
            type="button"
            className={`${styles.project} ${chosen ? styles.on : ''}`}
            aria-pressed={chosen}
            onClick={() => sheet.pickRank(beside)}
          >
            <Icon name="square-kanban" />
            <span className={styles.t}>
              Project team
              <span className={styles.s}>Planned work</span>
            </span>
            <Kbd keys="P" />
          </button>
        </div>
      )}
    </>
  )
}
