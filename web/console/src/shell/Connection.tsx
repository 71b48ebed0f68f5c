import { useSyncExternalStore } from 'react'
import { connection } from '../api/live'
import { Icon } from '../parts/Icon'
import { clock } from '../words/time'

/** The amber line while the desk cannot be reached; writing goes on. */
export function Connection() {
  const since = useSyncExternalStore(connection.subscribe, connection.lostSince)
  return (
    <div role="status" className="connection">
      {since && (
        <div className="banner">
          <Icon name="wifi-off" size="s" className="c-warn" />
          No connection since {clock(since)}. You can keep writing, it is saved on this device.
        </div>
      )}
    </div>
  )
}
