import type { Leaving } from '../../api/vendors'
import styles from './Vendor.module.css'

interface ReplacedProps {
  leaving: Leaving
  /** Absent: what is taken out stays out. */
  kept?: string[]
  onKeep?: (text: string) => void
}

/** What leaves, as it leaves, and what was taken out of it. */
export function Replaced({ leaving, kept = [], onKeep }: ReplacedProps) {
  return (
    <section className={styles.leaves} aria-label="What leaves">
      <h3 className={styles.title}>What leaves{leaving.to ? `, to ${leaving.to}` : ''}</h3>
      <pre className={styles.paper}>
        {leaving.subject}
        {'\n\n'}
        {leaving.body}
      </pre>
      {leaving.files.length > 0 && (
        <p className="small ink-2">With it: {leaving.files.map((f) => f.name).join(', ')}</p>
      )}
      {leaving.replaced.length > 0 && (
        <ul className={styles.taken} aria-label="Taken out">
          {leaving.replaced.map((r) => (
            <li key={`${r.part} ${r.text}`}>
              <s>{r.text}</s>
              <span className="ink-3">{r.with}</span>
              {onKeep && r.part !== 'words' && (
                <button type="button" className="btn small" onClick={() => onKeep(r.text)}>
                  Leave it in
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {kept.length > 0 && <p className="small c-warn">Left in: {kept.join(', ')}</p>}
    </section>
  )
}
