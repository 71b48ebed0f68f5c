import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { sentenceOf } from '../../../api/problem'
import { settings } from '../../../api/settings'
import { Button } from '../../../parts/Button'
import { Check, Input, Pick } from '../../../parts/Forms'
import { Sheet } from '../../../parts/Overlays'
import { announce } from '../../../shell/announce'
import places from '../Places.module.css'

const scopes = [
  { scope: 'tickets:read', text: 'Read tickets' },
  { scope: 'tickets:write', text: 'Open and change tickets' },
  { scope: 'admin', text: 'Change settings', administers: true },
  { scope: '*', text: 'Everything that you may do' },
]

const lives = [
  { value: '30', text: '30 days' },
  { value: '90', text: '90 days' },
  { value: '365', text: 'One year' },
  { value: '', text: 'Never' },
]

/** The end of a token's life; none for one that never expires. */
function end(days: string): string | undefined {
  if (days === '') return undefined
  return new Date(Date.now() + Number(days) * 86_400_000).toISOString()
}

interface NewTokenProps {
  administers: boolean
  onClose: () => void
  onMade: () => void
}

/** First the form; then the token, this once. */
export function NewToken({ administers, onClose, onMade }: NewTokenProps) {
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState(['tickets:read'])
  const [days, setDays] = useState('90')
  const make = useMutation({
    mutationFn: () => settings.addToken({ name, scopes: chosen, expires_at: end(days) }),
    onSuccess: onMade,
  })
  const made = make.data?.token
  if (made) return <Shown name={name} token={made} onClose={onClose} />
  return (
    <Sheet open size="narrow" title="Make a token" onClose={onClose}>
      <form
        className={places.dialog}
        onSubmit={(e) => {
          e.preventDefault()
          make.mutate()
        }}
      >
        <Input
          label="What it is for"
          required
          value={name}
          placeholder="Nightly report"
          onChange={(e) => setName(e.target.value)}
        />
        <fieldset className="fld">
          <legend className="label">What it may do</legend>
          {scopes
            .filter((s) => administers || !s.administers)
            .map((s) => (
              <Check
                key={s.scope}
                checked={chosen.includes(s.scope)}
                onChange={(on) => setChosen(on ? [...chosen, s.scope] : chosen.filter((c) => c !== s.scope))}
              >
                {s.text}
              </Check>
            ))}
        </fieldset>
        <Pick label="Expires after" options={lives} value={days} onChange={(e) => setDays(e.target.value)} />
        {make.error && (
          <p className="err" role="alert">
            {sentenceOf(make.error)}
          </p>
        )}
        <div className="row">
          <span className="grow" />
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            look="primary"
            busy={make.isPending}
            off={
              !name.trim() ? 'Say what it is for.' : chosen.length === 0 ? 'Choose what it may do.' : false
            }
          >
            Make the token
          </Button>
        </div>
      </form>
    </Sheet>
  )
}

function Shown({ name, token, onClose }: { name: string; token: string; onClose: () => void }) {
  const field = useRef<HTMLInputElement>(null)
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(token)
      announce('Copied')
    } catch {
      // Without the right to the clipboard it is selected, and a person copies it.
      field.current?.select()
    }
  }
  return (
    <Sheet open size="narrow" title="Copy the token now" onClose={onClose}>
      <div className={places.dialog}>
        <p className="ink-2">
          This is the only time that the desk shows “{name}”. Keep it where you keep passwords.
        </p>
        <Input
          quiet
          ref={field}
          label="The token"
          className="field mono"
          readOnly
          value={token}
          onFocus={(e) => e.target.select()}
        />
        <div className="row">
          <span className="grow" />
          <Button onClick={() => void copy()}>Copy</Button>
          <Button look="primary" onClick={onClose}>
            I have it
          </Button>
        </div>
      </div>
    </Sheet>
  )
}
