import { getRouteApi, useRouter } from '@tanstack/react-router'
import { useState } from 'react'
import { safeTarget } from '../../address'
import { keys } from '../../api/keys'
import { desk } from '../../api/mutations'
import { Problem, sentenceOf } from '../../api/problem'
import { client } from '../../api/queries'
import { Button } from '../../parts/Button'
import { Input } from '../../parts/Forms'
import { Mark } from '../../parts/Mark'
import styles from './SignIn.module.css'

const route = getRouteApi('/sign-in')

export function SignInScreen() {
  const { to } = route.useSearch()
  const router = useRouter()
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [refusal, setRefusal] = useState('')
  const [sent, setSent] = useState(false)
  const [busy, setBusy] = useState(false)

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true)
    setRefusal('')
    try {
      await work()
    } catch (err) {
      // A wrong pair is 401 here, which elsewhere means "signed out".
      const wrong = err instanceof Problem && err.signedOut
      setRefusal(
        wrong
          ? 'This address and password do not belong together. Try again, or ask for a link by mail.'
          : sentenceOf(err),
      )
    } finally {
      setBusy(false)
    }
  }
  const signIn = () =>
    attempt(async () => {
      const me = await desk.signIn(email, password)
      client.clear()
      client.setQueryData(keys.me, me)
      router.history.push(safeTarget(to))
    })
  const askLink = () =>
    attempt(async () => {
      await desk.magicLink(email)
      setSent(true)
    })

  return (
    <main className={styles.page}>
      <form
        className={styles.card}
        onSubmit={(e) => {
          e.preventDefault()
          void signIn()
        }}
      >
        <div className={styles.brand}>
          <Mark size={28} />
          <h1>Sign in to Secondline</h1>
        </div>
        <Input
          label="Address"
          type="email"
          autoComplete="username"
          required
          autoFocus
          value={email}
          onChange={(e) => setEmail(e.target.value)}
        />
        <Input
          label="Password"
          type="password"
          autoComplete="current-password"
          required
          value={password}
          error={refusal || undefined}
          onChange={(e) => setPassword(e.target.value)}
        />
        <Button type="submit" look="primary" size="big" busy={busy}>
          Sign in
        </Button>
        <Button look="ghost" off={email ? false : 'Write your address first.'} onClick={() => void askLink()}>
          Send me a link instead
        </Button>
        <p className="small ink-3" role="status">
          {sent ? 'If the desk knows this address, a link is on its way. It works once.' : ''}
        </p>
      </form>
    </main>
  )
}
