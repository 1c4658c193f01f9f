import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

type Json = Record<string, unknown>

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

const part = (value: unknown, key: string): unknown => (isJson(value) ? value[key] : undefined)

const at = (value: unknown, ...keys: string[]): unknown => keys.reduce<unknown>(part, value)

const pointer = (key: string): string => encodeURIComponent(key.replaceAll('~', '~0').replaceAll('/', '~1'))

/** Holds answers against the description that strangers read. */
export class Described {
  readonly paths: readonly string[]
  readonly #document: Json
  readonly #ajv = new Ajv2020({ strict: false, allErrors: true })

  constructor(document: unknown) {
    this.#document = isJson(document) ? document : {}
    const paths = at(document, 'paths')
    // The most literal first, so that `by-id` is not taken for a seq.
    this.paths = isJson(paths) ? Object.keys(paths).sort((a, b) => a.split('{').length - b.split('{').length) : []
    addFormats.default(this.#ajv)
    this.#ajv.addSchema({ $id: 'api', ...this.#document })
  }

  /** What is wrong with an answer; `null` for nothing, and for paths that the description does not have. */
  fault(method: string, path: string, status: number, body: unknown): string | null {
    const template = this.paths.find((known) => matches(known, path))
    if (template === undefined) return null
    const responses = at(this.#document, 'paths', template, method.toLowerCase(), 'responses')
    if (!isJson(responses))
      return status >= 400 || method === 'OPTIONS' ? null : `${method} ${template} is not described`
    const key = String(status) in responses ? String(status) : 'default'
    const place = ['paths', template, method.toLowerCase(), 'responses', key, 'content', 'application/json', 'schema']
    const check = this.#ajv.getSchema(`api#/${place.map(pointer).join('/')}`)
    if (check === undefined) return `${method} ${template} says nothing of ${status}`
    return check(body) ? null : `${method} ${path} → ${status}: ${this.#ajv.errorsText(check.errors)}`
  }
}

const matches = (template: string, path: string): boolean =>
  new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(path)
