import { Prisma } from '../../../prisma/generated/client.ts'

type Scalar = string | number | boolean | null

/** What a payload must hold: at `path`, one of `values`. Where there is an array, any of its elements may. */
export interface PayloadTerm {
  readonly path: readonly string[]
  readonly values: readonly Scalar[]
}

/** Elements of an array, else the value: as Postgres's lax paths do, one level at each step. */
const unwrapped = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value])

function members(value: unknown, name: string): unknown[] {
  return unwrapped(value).flatMap((one) =>
    typeof one === 'object' && one !== null && !Array.isArray(one) && Object.hasOwn(one, name)
      ? [Reflect.get(one, name)]
      : [],
  )
}

/** Whether a payload, as JSON text, holds all of them. */
export function holdsTerms(text: string, terms: readonly PayloadTerm[]): boolean {
  const payload: unknown = JSON.parse(text)
  return terms.every(({ path, values }) => {
    const found = path.reduce<unknown[]>((at, name) => at.flatMap((one) => members(one, name)), [payload])
    const scalars: readonly unknown[] = values
    return found
      .flatMap(unwrapped)
      .flatMap(unwrapped)
      .some((one) => scalars.includes(one))
  })
}

/** Text that a payload of these terms must have in it somewhere, in each of the groups one: payloads are JSON.stringify's. */
function tokensOf({ path, values }: PayloadTerm): readonly (readonly string[])[] {
  return [...path.map((name) => [`${JSON.stringify(name)}:`]), values.map((value) => JSON.stringify(value))]
}

function pathOf({ path, values }: PayloadTerm): string {
  const members = path.map((name) => `.${JSON.stringify(name)}`).join('')
  return `$${members} ? (${values.map((value) => `@ == ${JSON.stringify(value)}`).join(' || ')})`
}

/**
 * A JSON escape that Postgres may be unable to read: it holds neither `\u0000` nor half a surrogate pair. Such a payload
 * passes here and is looked at by `holdsTerms`.
 */
export const unreadable = Prisma.sql`strpos(payload, '\\u') > 0`

/** Searching the text comes first: it costs a tenth of reading it as JSON. */
export function holding(term: PayloadTerm): Prisma.Sql {
  const tokens = tokensOf(term)
  const present = tokens.map(
    (group) =>
      Prisma.sql`(${Prisma.join(
        group.map((token) => Prisma.sql`strpos(payload, ${token}) > 0`),
        ' OR ',
      )})`,
  )
  const text = Prisma.join(present, ' AND ')
  // Nor could it read such a path, before any row: what has these escapes has `\\u` in it, and is looked at as well.
  if (tokens.flat().some((token) => token.includes('\\u'))) return Prisma.sql`(${text})`
  return Prisma.sql`CASE WHEN NOT (${text}) THEN false
    WHEN ${unreadable} THEN true ELSE payload::jsonb @? ${pathOf(term)}::jsonpath END`
}
