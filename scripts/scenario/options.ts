import { parseArgs } from 'node:util'

export const USAGE = `npm run scenario -- FILE… [--url http://localhost:3000] [--token TOKEN] [--queue NAME] [--yes] [--json]

Plays each scenario against a running broker, and says step by step what was seen.
A file that names a queue which is there already, other than lab, wants --yes, or --queue with its name.
Ends with 0 where all passed, 1 where one did not, 2 for a file that is no scenario or an option that there is not.`

export interface Options {
  readonly files: readonly string[]
  readonly url: string
  readonly token: string | undefined
  /** In place of the file's own. */
  readonly queue: string | undefined
  /** Plays also where a file names a queue that is in use. */
  readonly yes: boolean
  readonly json: boolean
}

/** @throws an error that names the option that there is not */
export function optionsOf(args: readonly string[], env: Readonly<Record<string, string | undefined>>): Options {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      url: { type: 'string' },
      token: { type: 'string' },
      queue: { type: 'string' },
      yes: { type: 'boolean' },
      json: { type: 'boolean' },
    },
  })
  if (positionals.length === 0) throw new Error('names no file')
  const url = values.url ?? `http://localhost:${env.PORT ?? 3000}`
  return {
    files: positionals,
    url: url.replace(/\/+$/, ''),
    token: values.token ?? env.HOLDLINE_TOKEN,
    queue: values.queue,
    yes: values.yes ?? false,
    json: values.json ?? false,
  }
}
