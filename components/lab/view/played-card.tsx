import { Badge } from '@/components/ui/badge.tsx'
import { Button } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Glyph } from '@/components/ui/state.tsx'
import { counted } from '@/lib/format.ts'
import type { Step } from '@/lib/scenario/file/format.ts'
import type { StepResult } from '@/lib/scenario/play.ts'
import type { Check } from '@/lib/scenario/verdict.ts'
import { checkWords, stepWords } from '@/lib/scenario/words.ts'
import type { Played } from '../engine/played.ts'

/** A scenario step by step, with what each expectation saw and the verdict; or what is wrong with a file. */
export function PlayedCard({ played, onClose }: { played: Played; onClose: () => void }) {
  const close = (
    <Button variant="quiet" small onClick={onClose}>
      Close
    </Button>
  )
  if ('faults' in played) {
    return (
      <Card title={`${played.file} cannot run`} className="labcard" live="polite" actions={close}>
        <ul className="steps">
          {played.faults.map(({ at, message }) => (
            <li key={`${at} ${message}`} className="bad">
              <Glyph state="missed" />
              <span>
                <b>{at}</b> {message}
              </span>
            </li>
          ))}
        </ul>
      </Card>
    )
  }
  const { scenario, results } = played
  return (
    <Card
      title={`Scenario: ${scenario.name}`}
      sub={<VerdictWords played={played} />}
      className="labcard"
      actions={close}
    >
      <ol className="steps" aria-label="Steps">
        {numbered(scenario.steps).map(({ number, step }) => (
          <StepRow
            key={number}
            step={step}
            result={results[number - 1]}
            current={number === results.length + 1 && played.verdict === null}
          />
        ))}
      </ol>
    </Card>
  )
}

/** A file's steps never move: its place is what a step is known by. */
function numbered(steps: readonly Step[]): readonly { readonly number: number; readonly step: Step }[] {
  return steps.map((step, index) => ({ number: index + 1, step }))
}

function VerdictWords({ played }: { played: Extract<Played, { scenario: unknown }> }) {
  const { scenario, results, verdict } = played
  const checks = results.flatMap((result) => result.checks)
  const met = checks.filter((check) => check.ok).length
  const words = `${met} of ${counted(checks.length, 'expectation')} met`
  if (verdict === null) {
    return <span aria-live="polite">{`step ${results.length + 1} of ${scenario.steps.length}`}</span>
  }
  return (
    <span role="status" className="verdictword">
      <Badge tone={verdict.passed ? 'good' : 'bad'}>{verdict.passed ? 'passed' : 'failed'}</Badge>
      {verdict.left > 0 ? `${words}, ${counted(verdict.left, 'step')} not played` : words}
    </span>
  )
}

function StepRow({ step, result, current }: { step: Step; result: StepResult | undefined; current: boolean }) {
  const state = result === undefined ? (current ? 'inFlight' : 'pending') : result.ok ? 'delivered' : 'dead'
  const word = result === undefined ? (current ? 'under way' : 'to come') : result.ok ? 'done' : 'failed'
  return (
    <li className={result?.ok === false ? 'bad' : undefined} aria-current={current ? 'step' : undefined}>
      <Glyph state={state} />
      <div>
        <span className={result === undefined && !current ? 'muted' : undefined}>{stepWords(step)}</span>
        <span className="sr">{`, ${word}`}</span>
        {result !== undefined && result.fault !== null && <span className="text-dead">{`: ${result.fault}`}</span>}
        {result !== undefined && result.checks.length > 0 && <Checks checks={result.checks} />}
      </div>
    </li>
  )
}

function Checks({ checks }: { checks: readonly Check[] }) {
  return (
    <ul className="checks">
      {checks.map((check) => (
        <li key={`${check.who} ${check.lane} ${check.figure}`} className={check.ok ? undefined : 'bad'}>
          <Glyph state={check.ok ? 'delivered' : 'missed'} />
          <span>{checkWords(check)}</span>
          <b>{check.seen}</b>
          {!check.ok && <span>{`expected ${check.expected}`}</span>}
          <span className="sr">{check.ok ? 'as expected' : 'not as expected'}</span>
        </li>
      ))}
    </ul>
  )
}
