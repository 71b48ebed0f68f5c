import { sentenceOf } from '../../api/problem'
import { Icon } from '../../parts/Icon'

/** Why the desk refused a form, over its buttons. */
export function Refusal({ error }: { error: unknown }) {
  if (!error) return null
  return (
    <p className="c-danger row gap-s" role="alert">
      <Icon name="circle-alert" size="s" />
      <span>{sentenceOf(error)}</span>
    </p>
  )
}
