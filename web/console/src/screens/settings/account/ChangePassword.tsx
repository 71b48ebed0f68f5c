import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { keys } from '../../../api/keys'
import { Problem, sentenceOf } from '../../../api/problem'
import { client } from '../../../api/queries'
import { settingKeys, settings } from '../../../api/settings'
import { Button } from '../../../parts/Button'
import { Input } from '../../../parts/Forms'
import { toasts } from '../../../toast/toasts'
import places from '../Places.module.css'

/** Changing it ends every other session; this one goes on. */
export function ChangePassword({ email }: { email: string }) {
  const [old, setOld] = useState('')
  const [next, setNext] = useState('')
  const change = useMutation({
    mutationFn: () => settings.changePassword(old, next),
    onSuccess: (me) => {
      setOld('')
      setNext('')
      client.setQueryData(keys.me, me)
      void client.invalidateQueries({ queryKey: settingKeys.all('/sessions') })
      toasts.done('Password changed. You are signed in here only.')
    },
  })
  const about = change.error instanceof Problem ? (change.error.fields[0]?.field ?? '') : ''
  const sentence = change.error ? sentenceOf(change.error) : undefined
  const aboutNew = about === 'password'
  return (
    <section className={places.part} aria-labelledby="password">
      <h2 id="password">Password</h2>
      <form
        className={places.narrow}
        onSubmit={(e) => {
          e.preventDefault()
          change.mutate()
        }}
      >
        {/* Lets a password keeper know whose password it is. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <Input
          label="Your password now"
          type="password"
          autoComplete="current-password"
          required
          value={old}
          error={aboutNew ? undefined : sentence}
          hint="Never set one? Sign out and ask for a link instead."
          onChange={(e) => setOld(e.target.value)}
        />
        <Input
          label="New password"
          type="password"
          autoComplete="new-password"
          required
          value={next}
          error={aboutNew ? sentence : undefined}
          hint="Long beats clever: four words are fine."
          onChange={(e) => setNext(e.target.value)}
        />
        <div>
          <Button
            type="submit"
            busy={change.isPending}
            off={old && next ? false : 'Write both passwords first.'}
          >
            Change password
          </Button>
        </div>
      </form>
    </section>
  )
}
