import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

const root = path.resolve(import.meta.dirname, '..')
const folder = mkdtempSync(path.join(tmpdir(), 'zones-'))

const homes = {
  broker: 'server/broker',
  store: 'server/store',
  transport: 'server/transport',
  http: 'server/http',
  testing: 'server/testing',
  lib: 'lib',
  components: 'components',
  app: 'app',
}
type Layer = keyof typeof homes
const layers = Object.keys(homes) as Layer[]

/** Who may import whom; a layer may always import itself. `http` also gets the store's queries. */
const allowed: Record<Layer, readonly Layer[]> = {
  broker: [],
  store: ['broker'],
  transport: ['broker', 'lib'],
  http: ['broker', 'lib'],
  testing: ['broker', 'store', 'transport', 'http', 'lib'],
  lib: [],
  components: ['lib'],
  app: ['components', 'lib'],
}

const fileOf = (from: Layer, to: string, deep: boolean) => `${homes[from]}/${deep ? 'deep/' : ''}to-${to}.ts`

function put(file: string, specifier: string) {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
  writeFileSync(path.join(folder, file), `export * from '${specifier}'\n`)
}

function putPair(from: Layer, to: Layer, deep: boolean) {
  const file = fileOf(from, to, deep)
  put(file, path.relative(path.dirname(file), `${homes[to]}/x.ts`).replace(/^(?!\.)/, './'))
}

/** Every file that Biome found an import at fault in, by the repository's own configuration. */
async function lint(): Promise<Set<string>> {
  const args = ['lint', '--vcs-enabled=false', '--max-diagnostics=none', '--reporter=json', '.']
  const biome = path.join(root, 'node_modules/@biomejs/biome/bin/biome')
  const report = await new Promise<string>((resolve) => {
    execFile(process.execPath, [biome, ...args], { cwd: folder }, (_, stdout) => resolve(stdout))
  })
  const found: { category: string; location: { path: string } }[] = JSON.parse(report).diagnostics
  return new Set(
    found
      .filter(({ category }) => /noRestrictedImports|noImportCycles/.test(category))
      .map(({ location }) => location.path.replace(/^\.\//, '')),
  )
}

let faults: Set<string>

beforeAll(async () => {
  cpSync(path.join(root, 'biome.json'), path.join(folder, 'biome.json'))
  for (const from of layers) {
    for (const to of layers) for (const deep of [false, true]) putPair(from, to, deep)
  }
  put('components/alias.ts', '@/server/broker/api')
  put('app/alias.ts', '@/server/store/x')
  put('server/http/queries.ts', '../store/queries/messages.ts')
  put('server/http/prisma.ts', '@prisma/client')
  put('server/broker/package.ts', 'socket.io')
  put('components/link.ts', 'next/link')
  put('components/ui/page-link.tsx', 'next/link')
  put('server/store/one.ts', './two.ts')
  put('server/store/two.ts', './one.ts')
  faults = await lint()
})

afterAll(() => rmSync(folder, { recursive: true }))

describe.each(layers)('%s', (from) => {
  test.each(layers)('to %s', (to) => {
    const fault = from !== to && !allowed[from].includes(to)
    for (const deep of [false, true]) expect(faults.has(fileOf(from, to, deep)), `deep: ${deep}`).toBe(fault)
  })
})

test('an alias is no way around a zone', () => {
  expect([...faults]).toEqual(expect.arrayContaining(['components/alias.ts', 'app/alias.ts']))
})

test('http may use the queries of the store and not its database', () => {
  expect(faults.has('server/http/queries.ts')).toBe(false)
  expect(faults.has('server/http/prisma.ts')).toBe(true)
})

test('the core uses no package', () => expect(faults.has('server/broker/package.ts')).toBe(true))

test('pages are led to by one link', () => {
  expect(faults.has('components/link.ts')).toBe(true)
  expect(faults.has('components/ui/page-link.tsx')).toBe(false)
})

test('a cycle is found', () => expect([...faults]).toEqual(expect.arrayContaining(['server/store/one.ts'])))
