import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef } from 'react'
import { Button } from '../../../kit/web/button.js'
import { Field } from '../../../kit/web/field.js'
import { api } from '../api.js'
import { monitorsKey } from '../live.js'

type Every = `${number}s` | `${number}m`

/** The dialog that adds a monitor. Escape closes it, and the first check begins at once. */
export function NewMonitor({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const queries = useQueryClient()
  const create = useMutation({
    mutationFn: async (given: { readonly url: string; readonly name: string; readonly every: Every }) => {
      const { name, ...rest } = given
      return api.monitors.create(name === '' ? rest : given)
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: monitorsKey })
      onClose()
    },
  })
  useEffect(() => dialog.current?.showModal(), [])
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    create.mutate({
      url: String(form.get('url')),
      name: String(form.get('name')).trim(),
      every: String(form.get('every')) as Every,
    })
  }
  return (
    <dialog
      ref={dialog}
      onClose={onClose}
      aria-label="New monitor"
      className="m-auto w-[min(28rem,calc(100vw-2rem))] rounded-card border border-line bg-surface p-0 text-ink backdrop:bg-black/50"
    >
      <form onSubmit={send} className="space-y-5 p-6">
        <h2 className="text-lg font-semibold">New monitor</h2>
        <Field
          label="Address"
          name="url"
          type="url"
          required
          placeholder="https://shop.example/health"
          error={create.error ? `${create.error.message}.` : undefined}
        />
        <Field label="Name" name="name" maxLength={200} hint="The host, unless you choose one." />
        <label className="block text-sm font-medium">
          Check every
          <select
            name="every"
            defaultValue="30s"
            className="mt-1.5 block h-10 w-full rounded-lg border border-line bg-surface px-3 text-sm"
          >
            {['1s', '10s', '30s', '1m', '5m', '15m'].map((every) => (
              <option key={every}>{every}</option>
            ))}
          </select>
        </label>
        <div className="flex justify-end gap-3 pt-1">
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="primary" isBusy={create.isPending}>
            Create and check
          </Button>
        </div>
      </form>
    </dialog>
  )
}
