/** The parts that every route is made of. */
import { OpenAPIHono, z } from '@hono/zod-openapi'
import { ErrorAnswer, Name, wholeNumber } from '../../lib/api.ts'
import { refusalOf } from './issues.ts'

export type Api = OpenAPIHono

/** An app that throws what its schemas find wrong, as a refusal that names the field. */
export const newApi = (): Api =>
  new OpenAPIHono({
    defaultHook: (result) => {
      if (!result.success) throw refusalOf(result.error.issues, result.target)
    },
  })

const json = <Schema extends z.ZodType>(schema: Schema) => ({ 'application/json': { schema } })

const refused = {
  default: { description: 'Refused; `code` says why.', content: json(ErrorAnswer) },
} as const

/** The answers of a route: `schema` with 200, or a refusal. */
export const answers = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  200: { description, content: json(schema) },
  ...refused,
})

export const created = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  201: { description, content: json(schema) },
  ...refused,
})

export const accepted = <Schema extends z.ZodType>(description: string, schema: Schema) => ({
  202: { description, content: json(schema) },
  ...refused,
})

export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  body: { required: true, content: json(schema) },
})

export const seqParam = wholeNumber(0).meta({ example: 48217 })

export const queueParam = z.object({ queue: Name })

/** ISO 8601 in UTC with milliseconds. */
export const iso = (time: number): string => new Date(time).toISOString()

/** A caller's time as epoch milliseconds. */
export const timeOf = (text: string | undefined): number | undefined =>
  text === undefined ? undefined : Date.parse(text)

export const isoOrNull = (time: number | null): string | null => (time === null ? null : iso(time))
