import type { Draft } from '../form/draft.ts'

/** A form under a name. */
export interface Template {
  readonly name: string
  readonly draft: Partial<Draft>
}

const text = (lines: readonly string[]) => lines.join('\n')

/** What one can begin with: each shows another way to generate. */
export const EXAMPLES: readonly Template[] = [
  {
    name: 'An order',
    draft: {
      event: 'created',
      key: 'c_{{int 1 100}}',
      text: text([
        '{',
        '  "id": "{{uuid}}",',
        '  "customer": "{{name}}",',
        '  "email": "{{email}}",',
        '  "total": {{int 5 500}},',
        '  "currency": {{pick EUR USD GBP}}',
        '}',
      ]),
    },
  },
  {
    name: 'A reading of a sensor',
    draft: {
      event: 'measured',
      key: 'sensor-{{int 1 20}}',
      text: text(['{', '  "at": "{{now}}",', '  "celsius": {{float -10 35}},', '  "ok": {{bool}}', '}']),
    },
  },
  {
    name: 'A numbered step',
    draft: {
      event: 'step',
      text: text(['{', '  "step": {{counter}},', '  "of": "{{word}}",', '  "ms": {{timestamp}}', '}']),
    },
  },
]
