import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { api } from '../../../api/client'
import { sentenceOf } from '../../../api/problem'
import { useRungs } from '../../../ladder/useRungs'
import { Button } from '../../../parts/Button'
import { Input, Pick } from '../../../parts/Forms'
import { Sheet } from '../../../parts/Overlays'
import { announce } from '../../../shell/announce'
import places from '../Places.module.css'
import type { Wallboard } from './WallboardsSection'

interface NewWallboardProps {
  onClose: () => void
  onMade: () => void
}

/** First where it hangs; then the address to open on the television, this once. */
export function NewWallboard({ onClose, onMade }: NewWallboardProps) {
  const rungs = useRungs()
  const [name, setName] = useState('')
  const [rank, setRank] = useState('1')
  const make = useMutation({
    mutationFn: () => api.post<Wallboard>('/wallboards', { name, rank: Number(rank) }),
    onSuccess: onMade,
  })
  if (make.data?.path) return <Shown name={name} path={make.data.path} onClose={onClose} />
  return (
    <Sheet open size="narrow" title="New wallboard" onClose={onClose}>
      <form
        className={places.dialog}
        onSubmit={(e) => {
          e.preventDefault()
          make.mutate()
        }}
      >
        <Input
          label="Where it hangs"
          required
          value={name}
          placeholder="Hall, ground floor"
          onChange={(e) => setName(e.target.value)}
        />
        <Pick
          label="At which rung"
          hint="It marks the rung, and shows its people and its handovers."
          options={rungs.map((r) => ({ value: String(r.rank), text: `L${r.rank}, ${r.name}` }))}
          value={rank}
          onChange={(e) => setRank(e.target.value)}
        />
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
            off={name.trim() ? false : 'Say where it hangs.'}
          >
            Make the wallboard
          </Button>
        </div>
      </form>
    </Sheet>
  )
}

function Shown({ name, path, onClose }: { name: string; path: string; onClose: () => void }) {
  const field = useRef<HTMLInputElement>(null)
  const address = new URL(path, location.origin).href
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address)
      announce('Copied')
    } catch {
      // Without the right to the clipboard it is selected, and a person copies it.
      field.current?.select()
    }
  }
  return (
    <Sheet open size="narrow" title="Open this on the television" onClose={onClose}>
      <div className={places.dialog}>
        <p className="ink-2">
          This is the only time that the desk shows the address of “{name}”. Whoever opens it sees the board,
          and nothing else of the desk.
        </p>
        <Input
          quiet
          ref={field}
          label="The address"
          className="field mono"
          readOnly
          value={address}
          onFocus={(e) => e.target.select()}
        />
        <div className="row">
          <span className="grow" />
          <Button onClick={() => void copy()}>Copy</Button>
          <Button look="primary" onClick={onClose}>
            It hangs
          </Button>
        </div>
      </div>
    </Sheet>
  )
}
