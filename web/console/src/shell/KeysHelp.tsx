import { Switch } from '../parts/Forms'
import { Kbd } from '../parts/Kbd'
import { Sheet } from '../parts/Overlays'
import { setPrefs, usePrefs } from '../prefs/prefs'
import styles from './KeysHelp.module.css'
import { keyMap } from './key-map'

/** All keys, and the switch that turns the single ones off. */
export default function KeysHelp({ onClose }: { onClose: () => void }) {
  const prefs = usePrefs()
  return (
    <Sheet
      open
      onClose={onClose}
      title="All keys"
      foot={
        <span className="row">
          <Switch
            label="Single keys"
            checked={prefs.singleKeys}
            onChange={(singleKeys) => setPrefs({ singleKeys })}
          />
          Single keys act on the page. They are always off while you type.
        </span>
      }
    >
      <div className={styles.keys}>
        {keyMap.map((group) => (
          <section key={group.title}>
            <h3>{group.title}</h3>
            <dl>
              {group.lines.map((l) => (
                <div key={l.keys + l.does}>
                  <dt>
                    <span className="sr">{l.keys}</span>
                    <Kbd keys={l.keys} />
                  </dt>
                  <dd>{l.does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Sheet>
  )
}
