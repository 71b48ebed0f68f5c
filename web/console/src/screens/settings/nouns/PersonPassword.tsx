import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { desk } from '../../../api/mutations'
import { sentenceOf } from '../../../api/problem'
import { settings } from '../../../api/settings'
import type { FullPerson } from '../../../api/settings-types'
import { Button } from '../../../parts/Button'
import { Input } from '../../../parts/Forms'
import { toasts } from '../../../toast/toasts'
import styles from '../Settings.module.css'

/** How somebody signs in: a link to their address, or a password that an administrator gives. */
export function Password({ record }: { record: FullPerson }) {
  const [password, setPassword] = useState('')
  const link = useMutation({
    mutationFn: () => desk.magicLink(record.email ?? ''),
    onSuccess: () => toasts.done(`A link to sign in is on its way to ${record.email}`),
    onError: (err) => toasts.problem(sentenceOf(err)),
  })
  const give = useMutation({
    mutationFn: () => settings.setPassword(record.id, password),
    onSuccess: () => {
      setPassword('')
      toasts.done(`${record.name} has a new password`)
    },
  })
  if (!record.can.change) return null
  return (
    <section className={styles.sub} aria-labelledby="sign-in">
      <header className="row">
        <h3 id="sign-in" className="b">
          Signing in
        </h3>
        <span className="grow" />
        {record.email && (
          <Button size="small" icon="mail" busy={link.isPending} onClick={() => link.mutate()}>
            Send a link to sign in
          </Button>
        )}
      </header>
      <div className={styles.beside}>
        <Input
          label="New password"
          type="password"
          autoComplete="new-password"
          value={password}
          error={give.error ? sentenceOf(give.error) : undefined}
          hint="It ends every session of theirs. Tell it to them on a safe way."
          onChange={(e) => setPassword(e.target.value)}
          onKeyDown={(e) => {
            // Enter gives the password; the form around it is saved with its own button.
            if (e.key !== 'Enter' || e.ctrlKey || e.metaKey) return
            e.preventDefault()
            if (password) give.mutate()
          }}
        />
        <Button
          off={password ? false : 'Write the new password first.'}
          busy={give.isPending}
          onClick={() => give.mutate()}
        >
          Set password
        </Button>
      </div>
    </section>
  )
}
