// An inbox's settings: its public page, its key for a gateway, its webhook.
'use client'
import type { InboxSettings as Settings } from '../protocol.ts'
import { buttonClass } from '#ui/button.ts'
import { CopyField } from '#ui/copy-field.tsx'
import { Field } from '#ui/field.tsx'
import type { FormAction } from '#ui/form-state.ts'
import { Problem } from '#ui/problem.tsx'
import { RefInput } from '#ui/ref-input.tsx'
import { useForm } from '#ui/use-form.ts'

export interface InboxSettingsActions {
  setInbox: FormAction
  renewInboxKeys: (form: FormData) => Promise<void>
  retryDeliveries: (form: FormData) => Promise<void>
}

interface Props {
  settings: Settings
  actions: InboxSettingsActions
}

export function InboxSettings({ settings, actions }: Props) {
  return (
    <div className="max-w-prose space-y-10">
      <WaysForm settings={settings} setInbox={actions.setInbox} />
      <Failed settings={settings} retry={actions.retryDeliveries} />
      <Keys settings={settings} renew={actions.renewInboxKeys} />
    </div>
  )
}

const waysFields = { webhookUrl: null }

function WaysForm({ settings, setInbox }: { settings: Settings; setInbox: FormAction }) {
  const { state, busy, problemOf, problem, form } = useForm(setInbox, waysFields)
  const { isOpen: chosen } = state.values
  const isOpen = chosen === undefined ? settings.isOpen : chosen === 'yes'
  return (
    <form {...form} className="space-y-5">
      <RefInput form={`inbox-${settings.roomId}`} state={state} />
      <input type="hidden" name="roomId" value={settings.roomId} />
      <div className="space-y-2">
        <h2 className="text-lg font-semibold">Its page</h2>
        <label className="flex min-h-11 items-center gap-2.5">
          <input
            type="checkbox"
            name="isOpen"
            value="yes"
            defaultChecked={isOpen}
            className="size-5 accent-accent"
          />
          Anybody may write on its page
        </label>
        {isOpen ? (
          <CopyField label="Address of the page" path={`/inbox/${settings.roomId}`} />
        ) : null}
      </div>
      <Field
        label="Webhook"
        name="webhookUrl"
        type="url"
        inputMode="url"
        placeholder="https://gateway.example/replies"
        hint="Every reply is handed over there, signed. Empty: nowhere."
        defaultValue={state.values['webhookUrl'] ?? settings.webhookUrl ?? ''}
        problem={problemOf('webhookUrl')}
        autoComplete="off"
        spellCheck={false}
      />
      {problem === null ? null : <Problem>{problem}</Problem>}
      <div className="flex items-center gap-4">
        <button type="submit" aria-disabled={busy} className={buttonClass('primary')}>
          Save
        </button>
        <p aria-live="polite" className="text-note text-muted">
          {state.done ? 'Saved.' : ''}
        </p>
      </div>
    </form>
  )
}

function Failed({
  settings,
  retry,
}: {
  settings: Settings
  retry: InboxSettingsActions['retryDeliveries']
}) {
  if (settings.problem === null) return null
  return (
    <form action={retry} className="space-y-3">
      <RefInput form={`retry-${settings.roomId}`} state={settings} />
      <input type="hidden" name="roomId" value={settings.roomId} />
      <Problem>
        {`A reply could not be handed over: ${settings.problem}. `}
        {settings.failed > 0
          ? `${settings.failed} have been given up.`
          : 'It is tried again for a day.'}
      </Problem>
      {settings.failed > 0 ? (
        <button type="submit" className={buttonClass('quiet')}>
          Try those again
        </button>
      ) : null}
    </form>
  )
}

function Keys({
  settings,
  renew,
}: {
  settings: Settings
  renew: InboxSettingsActions['renewInboxKeys']
}) {
  return (
    <form action={renew} className="space-y-4">
      <RefInput form={`renew-${settings.roomId}`} state={settings.key} />
      <input type="hidden" name="roomId" value={settings.roomId} />
      <h2 className="text-lg font-semibold">For a gateway</h2>
      <p className="text-muted">
        A gateway hands messages in with the key, and knows by the secret that a reply is from here.
        The protocol&rsquo;s documentation says how.
      </p>
      <CopyField label="Where messages go in" path={`/api/inbox/${settings.roomId}/messages`} />
      {settings.key === '' || settings.webhookSecret === '' ? (
        <Problem>They were made with another AUTH_SECRET and open nothing: make new ones.</Problem>
      ) : (
        <>
          <CopyField label="Key" value={settings.key} />
          <CopyField label="Secret of the webhook" value={settings.webhookSecret} />
        </>
      )}
      <button type="submit" className={buttonClass('danger')}>
        Make new ones
      </button>
      <p className="text-note text-muted">The old ones open nothing any more.</p>
    </form>
  )
}
