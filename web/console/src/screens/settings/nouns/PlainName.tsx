import { Input } from '../../../parts/Forms'
import type { Form } from '../noun/useForm'

/** The name that customers read, with the sentence in which they read it. */
export function PlainName<V extends { plain_name: string }>({
  form,
  example,
  before = 'Your request is with',
}: {
  form: Form<V>
  example: string
  /** How the sentence begins in which the name stands. */
  before?: string
}) {
  const { plain_name } = form.values
  return (
    <Input
      label="What customers read"
      value={plain_name}
      error={form.error('plain_name' as keyof V & string)}
      placeholder={example}
      hint={
        <>
          They read: “{before} <b>{plain_name.trim() || example}</b>.” Plain words, no numbers, no acronyms.
        </>
      }
      onChange={(e) => form.set({ plain_name: e.target.value } as Partial<V>)}
    />
  )
}
