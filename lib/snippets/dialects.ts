export type Dialect = 'socketio' | 'sdk' | 'python' | 'nmq' | 'curl'

interface DialectWords {
  readonly value: Dialect
  readonly word: string
  /** What has to be there to run it. */
  readonly needs: string
}

export const DIALECTS: readonly DialectWords[] = [
  { value: 'socketio', word: 'Socket.IO', needs: 'Node 20 as .mjs; npm install socket.io-client' },
  { value: 'sdk', word: 'Holdline SDK', needs: 'npx tsx, as .mts beside a clone of Holdline' },
  { value: 'python', word: 'Python', needs: 'pip install "python-socketio[client]"' },
  { value: 'nmq', word: '@nmq/q', needs: 'Node, as .cjs; npm install @nmq/q' },
  { value: 'curl', word: 'curl', needs: 'any shell' },
]

export function needsOf(dialect: Dialect): string {
  return DIALECTS.find((one) => one.value === dialect)?.needs ?? ''
}

/** Where a clone of Holdline stands beside the file: docs/client.md. */
export const SDK_PATH = './holdline/lib/client/index.ts'

/** The environment variable that brings the token where a broker wants one: it never stands in the code itself. */
export const TOKEN_VARIABLE = 'HOLDLINE_TOKEN'
