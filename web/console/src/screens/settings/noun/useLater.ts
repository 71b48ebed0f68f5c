import { useEffect, useState } from 'react'

/** useLater gives a value once it has rested, so that a search is not sent for every letter. */
export function useLater<T>(value: T, after = 200): T {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), after)
    return () => clearTimeout(timer)
  }, [value, after])
  return rested
}
