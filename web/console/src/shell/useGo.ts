import { useRouter } from '@tanstack/react-router'
import { useCallback } from 'react'

/** useGo leads to an address below /console, query and all. */
export function useGo(): (to: string) => void {
  const router = useRouter()
  return useCallback((to: string) => router.history.push(`/console${to}`), [router])
}
