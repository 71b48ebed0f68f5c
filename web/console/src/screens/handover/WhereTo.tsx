import { Picker } from '../../ladder/Picker'
import { useRungs } from '../../ladder/useRungs'
import type { Rung } from '../../ladder/walk'
import { Icon } from '../../parts/Icon'
import { Kbd } from '../../parts/Kbd'
import { beside } from './form-state'
import styles from './Handover.module.css'
import type { SheetState } from './useSheet'
import { rankOf } from './who'

/** The vendors' rung: nobody of the desk stands there, so that a choice of it opens the maker's form. */
export const makerRank = 4

const canTake = (n: number) => (n === 0 ? 'Nobody can take it' : `${n} can take it`)

/** Which rungs can be chosen, and what is said under each. */
function notesOf(sheet: SheetState, rungs: Rung[], here: number, maker: boolean) {
  const notes: Record<number, string> = {}
  const off: Record<number, string> = {}
  for (const { rank } of rungs) {
    const n = sheet.counts.get(rank) ?? 0
    const closed = sheet.who.barred.find((b) => rankOf(b.team) === rank)
    if (rank === makerRank && maker && !sheet.ranks.has(rank)) notes[rank] = 'You stay its owner'
    else if (closed && n === 0) off[rank] = 'No path from here'
    else if (!sheet.ranks.has(rank))
      off[rank] = rank === 0 ? 'Write the article first' : 'No team on this rung'
    else if (rank !== here && !sheet.who.pending) notes[rank] = canTake(n)
  }
  return { notes, off }
}

interface WhereToProps {
  sheet: SheetState
  here: number
  /** Absent: nobody can be asked in now. */
  onTogether?: () => void
  /** Absent: it cannot go to a vendor now. */
  onMaker?: () => void
}

/** Where to: choosing a rung is choosing a direction; the project team stands beside the ladder. */
export function WhereTo({ sheet, here, onTogether, onMaker }: WhereToProps) {
  const rungs = useRungs()
  const { notes, off } = notesOf(sheet, rungs, here, onMaker !== undefined)
  const pick = (rank: number) =>
    rank === makerRank && onMaker && !sheet.ranks.has(rank) ? onMaker() : sheet.pickRank(rank)
  const project = sheet.ranks.has(beside)
  const chosen = sheet.rank === beside
  return (
    <>
      <h3 className={styles.colHead}>Where to</h3>
      <Picker rungs={rungs} here={here} chosen={sheet.rank} notes={notes} off={off} onPick={pick} />
      {(project || onTogether || onMaker) && (
        <div className={styles.beside}>
          {project && (
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
          )}
          {onMaker && (
            <button type="button" className={styles.project} onClick={onMaker}>
              <Icon name="building-2" />
              <span className={styles.t}>
                To its maker
                <span className={styles.s}>A vendor looks at it; you stay its owner</span>
              </span>
            </button>
          )}
          {onTogether && (
            <button type="button" className={styles.project} onClick={onTogether}>
              <Icon name="users-round" />
              <span className={styles.t}>
                Look at it together
                <span className={styles.s}>A swarm; it stays with you</span>
              </span>
              <Kbd keys="W" />
            </button>
          )}
        </div>
      )}
    </>
  )
}
