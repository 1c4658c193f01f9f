'use client'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { Button } from '@/components/ui/button.tsx'
import { Field } from '@/components/ui/input/field.tsx'
import { openSession } from '@/lib/queries/session.ts'
import { useFeedActions } from './feed/provider.tsx'

/** Asks for the token once; the broker then keeps a cookie in this browser that no script can read. `again`: in the middle of work, which goes on after it. */
export function SignIn({ again }: { again: boolean }) {
  const { tryNow } = useFeedActions()
  const field = useRef<HTMLInputElement>(null)
  // What was open over the page closes as the focus leaves it.
  useEffect(() => field.current?.focus(), [])
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
    <main className="main" id="signin" tabIndex={-1}>
      <form className="card signin pad stack" onSubmit={submit}>
        <h1>This broker asks for a token</h1>
        <p className="soft">
          {again && 'This browser is signed out, or the token was changed. The page goes on where it was. '}
          It is the one that the broker was started with, as HOLDLINE_TOKEN.
        </p>
        <Field
          label="Token"
          ref={field}
          type="password"
          value={token}
          error={failure}
          autoComplete="current-password"
          onChange={(event) => setToken(event.target.value)}
        />
        <div>
          <Button type="submit" variant="primary">
            {again ? 'Go on' : 'Open the dashboard'}
          </Button>
        </div>
      </form>
    </main>
  )
}
