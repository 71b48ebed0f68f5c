import { keys } from '../../../api/keys'
import { client, useMe } from '../../../api/queries'
import { settings } from '../../../api/settings'
import type { Me } from '../../../api/types'
import { Input } from '../../../parts/Forms'
import { PageHead } from '../../../shell/PageHead'
import { toasts } from '../../../toast/toasts'
import { FormFoot, FormNotes } from '../noun/FormFoot'
import { useForm } from '../noun/useForm'
import places from '../Places.module.css'
import styles from '../Settings.module.css'

/** What the desk is called, on every page and in every mail. */
export default function DeskSection() {
  const me = useMe().data
  if (!me) return null
  return (
    <>
      <PageHead title="Name" />
      <div className={places.single}>
        <DeskForm me={me} />
      </div>
    </>
  )
}

function DeskForm({ me }: { me: Me }) {
  const form = useForm({
    id: 'desk',
    saved: { name: me.desk.name },
    save: async ({ values, landed }) => {
      client.setQueryData(keys.me, await settings.rename(values.name))
      landed(['name'])
      toasts.done(`The desk is called ${values.name} now`)
    },
  })
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(e) => {
        e.preventDefault()
        void form.save()
      }}
    >
      <div className={styles.fields}>
        <FormNotes form={form} labels={{ name: 'Name of the desk' }} />
        <div className={places.narrow}>
          <Input
            label="Name of the desk"
            required
            value={form.values.name}
            error={form.error('name')}
            hint="Customers and colleagues read it on every page."
            onChange={(e) => form.set({ name: e.target.value })}
          />
        </div>
      </div>
      <FormFoot form={form} verb="Save" />
    </form>
  )
}
