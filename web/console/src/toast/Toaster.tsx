import { useEffect, useSyncExternalStore } from 'react'
import { Icon } from '../parts/Icon'
import { Kbd } from '../parts/Kbd'
import { toasts } from './toasts'

/** Where toasts appear; also a polite live region, always present so that readers hear the first one. */
export function Toaster() {
  const toast = useSyncExternalStore(toasts.subscribe, toasts.current)
  const id = toast?.id
  useEffect(() => {
    if (id === undefined) return
    const timer = setInterval(() => toasts.tick(), 1000)
    return () => clearInterval(timer)
  }, [id])
  return (
    <div className="toaster">
      <div className="sr" role="status" aria-live="polite">
        {toast ? `${toast.text}${toast.act?.key ? `. ${toast.act.label} with ${toast.act.key}.` : ''}` : ''}
      </div>
      {toast && (
        <fieldset
          className="toast"
          aria-label="What just happened"
          onPointerEnter={() => toasts.pause(true)}
          onPointerLeave={() => toasts.pause(false)}
          onFocus={() => toasts.pause(true)}
          onBlur={() => toasts.pause(false)}
        >
          <Icon name={toast.tone === 'problem' ? 'circle-alert' : 'check'} size="s" />
          {toast.text}
          {toast.act && (
            <button type="button" className="btn small on-inverse" onClick={() => toasts.act()}>
              {toast.act.label}
              {toast.act.counts && <span className="num">{toast.left} s</span>}
              {toast.act.key && <Kbd keys={toast.act.key} />}
            </button>
          )}
          <button
            type="button"
            className="btn small icon on-inverse"
            aria-label="Dismiss"
            onClick={() => toasts.clear()}
          >
            <Icon name="x" size="xs" />
          </button>
        </fieldset>
      )}
    </div>
  )
}
