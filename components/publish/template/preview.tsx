'use client'
import { Button } from '@/components/ui/button.tsx'
import { CodeRegion } from '@/components/ui/code.tsx'
import { Checkbox } from '@/components/ui/input/checkbox.tsx'
import type { Draft } from '../form/draft.ts'
import { GENERATORS } from './values.ts'

interface PreviewProps {
  draft: Draft
  /** With its values; `null` while something is wrong. */
  filled: Draft | null
  onGenerate: (generate: boolean) => void
  onAnother: () => void
}

/** The next message of a template as it will be sent, and what else can be generated. */
export function TemplatePreview({ draft, filled, onGenerate, onAnother }: PreviewProps) {
  return (
    <section className="generated" aria-label="Generated values">
      <div className="edhead">
        <Checkbox checked={draft.generate} onChange={onGenerate}>
          {'Generate the values in {{ }}'}
        </Checkbox>
        <span className="grow" />
        {filled !== null && (
          <Button variant="quiet" small className="end" onClick={onAnother}>
            Another one
          </Button>
        )}
      </div>
      {filled !== null && (
        <>
          <p className="hint">{`The next one${filled.key === '' ? '' : `, with key ${filled.key}`}:`}</p>
          <CodeRegion label="The next message">{filled.text}</CodeRegion>
        </>
      )}
      {draft.generate && (
        <details>
          <summary>All that can be generated</summary>
          <dl>
            {Object.values(GENERATORS).map(({ usage, what }) => (
              <div key={usage}>
                <dt className="mono">{`{{${usage}}}`}</dt>
                <dd>{what}</dd>
              </div>
            ))}
          </dl>
        </details>
      )}
    </section>
  )
}
