'use client'
import { type FormEvent, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Field } from '@/components/ui/input/field.tsx'
import { openSession } from '@/lib/queries/session.ts'
import { useFeedActions } from './feed/provider.tsx'

/** Asks for the token once; the broker then keeps a cookie in this browser that no script can read. */
export function SignIn() {
  const { tryNow } = useFeedActions()
  const [token, setToken] = useState('')
  const [failure, setFailure] = useState<string>()
  async function submit(event: FormEvent) {
    event.preventDefault()
    try {
      await openSession(token)
      tryNow()
    } catch (error) {
      setFailure(error instanceof Error ? error.message : 'The broker gave no reason.')
    }
  }
  return (
    <main className="main" id="main" tabIndex={-1}>
      <form className="card signin pad stack" onSubmit={submit}>
        <h1>This broker asks for a token</h1>
        <p className="soft">It is the one that the broker was started with, as HOLDLINE_TOKEN.</p>
        <Field
          label="Token"
          type="password"
          value={token}
          error={failure}
          onChange={(event) => setToken(event.target.value)}
        />
        <div>
          <Button type="submit" variant="primary">
            Open the dashboard
          </Button>
        </div>
      </form>
    </main>
  )
}
