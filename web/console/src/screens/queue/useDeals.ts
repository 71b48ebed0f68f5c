import { useMutation } from '@tanstack/react-query'
import { keys } from '../../api/keys'
import { forgetTicket } from '../../api/mutations'
import { sentenceOf } from '../../api/problem'
import { client } from '../../api/queries'
import { dealing } from '../../api/shifts'
import { useGo } from '../../shell/useGo'
import { toasts } from '../../toast/toasts'

/** useNextOne asks for the next ticket and opens it. */
export function useNextOne() {
  const go = useGo()
  const next = useMutation({
    mutationFn: dealing.next,
    onSuccess: async (ticket) => {
      if (!ticket) {
        toasts.done('Nothing waits for you. Take a break.')
        return
      }
      await forgetTicket(ticket.ref)
      await client.invalidateQueries({ queryKey: keys.me })
      toasts.done(`${ticket.ref} is yours`)
      go(`/tickets/${ticket.ref}`)
    },
    onError: (err) => toasts.problem(sentenceOf(err)),
  })
  return next
}

/** useYesNo answers a ticket that I am asked to take. */
export const useYesNo = (ref: string) =>
  useMutation({
    mutationFn: (how: 'take' | 'decline') => dealing[how](ref),
    onSuccess: (_, how) => toasts.done(how === 'take' ? `${ref} is yours` : `${ref}: the next one is asked`),
    onError: (err) => toasts.problem(sentenceOf(err)),
    onSettled: () => forgetTicket(ref),
  })
