/** The API as its own description has it, so that a new route is attacked from its first day. */
import fc from 'fast-check'
import { z } from 'zod'
import { nastyText, nastyValue, nearly } from '../values.ts'

const Operation = z.object({
  parameters: z
    .array(z.object({ name: z.string(), in: z.enum(['path', 'query', 'header']), schema: z.unknown() }))
    .default([]),
  requestBody: z.object({ content: z.object({ 'application/json': z.object({ schema: z.unknown() }) }) }).optional(),
  security: z.array(z.unknown()).optional(),
})

const Document = z.object({
  paths: z.record(z.string(), z.record(z.string(), Operation)),
  components: z.object({ schemas: z.record(z.string(), z.unknown()) }),
})

const Schema = z.object({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  format: z.string().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  anyOf: z.array(z.unknown()).optional(),
  oneOf: z.array(z.unknown()).optional(),
  allOf: z.array(z.unknown()).optional(),
  items: z.unknown().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
})
type Schema = z.infer<typeof Schema>

export interface Route {
  readonly method: string
  readonly template: string
  /** Asked without a token too. */
  readonly open: boolean
  /** Values that fit, more or less, by their names. */
  readonly path: ReadonlyMap<string, fc.Arbitrary<string>>
  readonly query: ReadonlyMap<string, fc.Arbitrary<string>>
  /** `null`: it takes none. */
  readonly body: fc.Arbitrary<unknown> | null
}

/** What a bench has (`http/testing/busy.ts`), by the name of the field: only with these is a route really entered. */
const THERE: Readonly<Record<string, readonly unknown[]>> = {
  queue: ['orders'],
  confirm: ['orders'],
  name: ['billing', 'phone', 'made'],
  subscription: ['billing', 'audit'],
  event: ['created'],
  seq: [1, 2, 3, 4, 6],
  fromSeq: [1, 4],
  upToSeq: [1, 4],
  id: ['m1', 'm4', 'c-billing-1', 'later'],
  key: ['k1'],
  from: ['start', 'new', 3, '2026-03-01T12:00:00Z'],
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : String(JSON.stringify(value)))

export class ApiDocument {
  readonly routes: readonly Route[]
  readonly #schemas: Readonly<Record<string, unknown>>
  readonly #jobs: readonly string[]

  /** `jobs`: ids of those that are there. */
  constructor(json: unknown, jobs: readonly string[]) {
    this.#jobs = jobs
    const { paths, components } = Document.parse(json)
    this.#schemas = components.schemas
    this.routes = Object.entries(paths).flatMap(([template, item]) =>
      Object.entries(item).map(([method, operation]) => this.#route(method, template, operation)),
    )
  }

  #route(method: string, template: string, { parameters, requestBody, security }: z.infer<typeof Operation>): Route {
    const of = (place: string) =>
      new Map(
        parameters
          .filter((one) => one.in === place)
          .map(({ name, schema }) => [name, this.#parameter(template, name, schema)]),
      )
    const body = requestBody && this.#value(requestBody.content['application/json'].schema, '')
    const open = security?.length === 0
    return { method: method.toUpperCase(), template, open, path: of('path'), query: of('query'), body: body ?? null }
  }

  #parameter(template: string, name: string, schema: unknown): fc.Arbitrary<string> {
    const value = template.startsWith('/jobs/') ? fc.constantFrom(...this.#jobs) : this.#value(schema, name)
    return value.map(asText)
  }

  /** Values of a schema, some of them spoilt where it has fields. */
  #value(unknown: unknown, field: string, depth = 0): fc.Arbitrary<unknown> {
    const schema = Schema.parse(unknown ?? {})
    const there = Object.hasOwn(THERE, field) ? THERE[field] : undefined
    if (there !== undefined) return fc.constantFrom(...there)
    if (schema.$ref !== undefined) return this.#value(this.#schemas[schema.$ref.split('/').at(-1) ?? ''], field, depth)
    if (schema.enum !== undefined) return fc.constantFrom(...schema.enum)
    if (schema.const !== undefined) return fc.constant(schema.const)
    const several = schema.anyOf ?? schema.oneOf ?? schema.allOf
    if (several !== undefined) return fc.oneof(...several.map((one) => this.#value(one, field, depth)))
    return this.#typed(schema, depth)
  }

  #typed(schema: Schema, depth: number): fc.Arbitrary<unknown> {
    const { type, minimum = 0, maximum = minimum + 5, properties = {}, required = [] } = schema
    switch (Array.isArray(type) ? type[0] : type) {
      case 'object': {
        const fields = Object.entries(properties).map(
          ([name, one]) => [name, this.#value(one, name, depth + 1)] as const,
        )
        const valid = fc.record(Object.fromEntries(fields), { requiredKeys: required })
        return fields.length === 0 ? valid : nearly(valid, Object.keys(properties))
      }
      case 'array':
        return depth > 4 ? fc.constant([]) : fc.array(this.#value(schema.items, '', depth + 1), { maxLength: 3 })
      case 'integer':
      case 'number':
        return fc.constantFrom(minimum, minimum + 1, maximum)
      case 'boolean':
        return fc.boolean()
      case 'null':
        return fc.constant(null)
      case 'string':
        return schema.format === 'date-time'
          ? fc.constant('2026-03-01T12:00:00Z')
          : fc.oneof(fc.constant('orders'), nastyText)
      default:
        return nastyValue
    }
  }
}
