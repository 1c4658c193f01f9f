'use client'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Field } from '@/components/ui/input/field.tsx'
import { CouldNotLoad } from '@/components/ui/screen.tsx'
import type { LabPage, Shown } from '../engine/page.ts'

/** The subscribers could not connect. A broker with a token wants it from them too: the dashboard's cookie is not for queues. */
export function LabFailure({ shown: { state, session }, page }: { shown: Shown; page: LabPage }) {
  const lab = session?.lab
  const [token, setToken] = useState('')
  if (!lab?.needsToken) {
    const error = new Error(state.failure ?? 'The broker does not answer.')
    return (
      <section className="card labcard" aria-label="The Lab could not connect">
        <CouldNotLoad title="The Lab could not connect" error={error} onRetry={page.reset} />
      </section>
    )
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    page.withToken(token)
  }
  return (
    <form className="card labcard pad stack" onSubmit={submit}>
      <h2>Subscribers of this broker need its token</h2>
      <Field
        label="Token"
        type="password"
        value={token}
        error={lab.place.token === undefined ? undefined : 'That was not the token.'}
        hint="It stays in this page and is forgotten with it."
        onChange={(event) => setToken(event.target.value)}
      />
      <div>
        <Button type="submit" variant="primary">
          Connect the subscribers
        </Button>
      </div>
    </form>
  )
}
