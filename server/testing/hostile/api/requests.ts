import fc from 'fast-check'
import type { Asked } from '../../../http/testing/bench.ts'
import { nastyText, nastyValue } from '../values.ts'
import type { Route } from './document.ts'

export interface ApiRequest extends Asked {
  /** With its query. */
  readonly path: string
}

/** Half a surrogate pair cannot stand in a URL; the way through bytes makes it U+FFFD. */
const encoded = (text: string): string => encodeURIComponent(Buffer.from(text).toString())

const nastySegment = fc.oneof(
  { weight: 4, arbitrary: nastyText.map(encoded) },
  { weight: 1, arbitrary: fc.constantFrom('%', '%zz', '%c3%28', '%2f', '..', '%00', '%ed%a0%80', '+', '&', '#', '=') },
)

const mostly = (valid: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ weight: 5, arbitrary: valid.map(encoded) }, { weight: 1, arbitrary: nastySegment })

function pathOf({ template, path }: Route): fc.Arbitrary<string> {
  const values = fc.tuple(...[...path.values()].map(mostly))
  return values.map((all) =>
    [...path.keys()].reduce((text, name, at) => text.replace(`{${name}}`, () => all[at] ?? ''), template),
  )
}

function queryOf({ query }: Route): fc.Arbitrary<string> {
  const known = [...query].map(([name, valid]) => mostly(valid).map((value) => `${name}=${value}`))
  const unknown = fc.tuple(nastySegment, nastySegment).map(([name, value]) => `${name}=${value}`)
  const pair = known.length === 0 ? unknown : fc.oneof({ weight: 12, arbitrary: fc.oneof(...known) }, unknown)
  return fc.array(pair, { maxLength: 4 }).map((pairs) => pairs.join('&'))
}

/** Headers are bytes; a line's end or a zero among them is refused before it is sent. */
const headerText = nastyText.map((text) =>
  Buffer.from(text)
    .toString('latin1')
    .replace(/[\0\r\n]/g, ''),
)

const HEADERS = ['idempotency-key', 'x-holdline-tab', 'accept', 'content-type', 'cookie', 'x-forwarded-proto']

const headers: fc.Arbitrary<Record<string, string>> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  { weight: 1, arbitrary: fc.dictionary(fc.constantFrom(...HEADERS), headerText, { maxKeys: 2 }) },
)

const badText = fc.oneof(
  fc.constantFrom(
    '',
    '{',
    '[]',
    'null',
    '"',
    '{"a":1}}',
    '\ufeff{}',
    '{"a":1,"a":2}',
    `${'['.repeat(30_000)}`,
    '1e999',
  ),
  fc.constantFrom(
    `${'['.repeat(30_000)}${']'.repeat(30_000)}`,
    `{"settings":${'{"a":'.repeat(9_000)}1${'}'.repeat(9_000)}}`,
  ),
  nastyText,
)
const badBytes = fc.constantFrom(Buffer.from([0xff, 0xfe]), Buffer.from('{"event":"\xc3("}', 'latin1'), Buffer.alloc(5))

function bodyOf({ body }: Route): fc.Arbitrary<unknown> {
  const any = fc.oneof(
    nastyValue.map((value) => JSON.stringify(value)),
    badText,
    badBytes,
  )
  if (body === null) return fc.oneof({ weight: 6, arbitrary: fc.constant(undefined) }, any)
  return fc.oneof({ weight: 6, arbitrary: body.map((value) => JSON.stringify(value)) }, { weight: 1, arbitrary: any })
}

/** Requests of one route: most of them enter it, and are wrong in one place or in none. */
export function requestsOf(route: Route): fc.Arbitrary<ApiRequest> {
  const { method } = route
  const verb = fc.oneof(
    { weight: 12, arbitrary: fc.constant(method) },
    fc.constantFrom('PUT', 'PATCH', 'DELETE', 'POST'),
  )
  const parts = fc.record({ verb, path: pathOf(route), query: queryOf(route), headers, body: bodyOf(route) })
  return parts.map(({ verb, path, query, headers, body }) => {
    const asked = { path: `${path}?${query}`, method: verb, headers }
    return body === undefined || verb === 'GET' ? asked : { ...asked, body }
  })
}
