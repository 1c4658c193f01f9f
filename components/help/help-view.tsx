'use client'
import { ScrollArea } from '@base-ui/react/scroll-area'
import { Diagram } from '@/components/first-run/diagram.tsx'
import { ALL_KEYS, KeySheet } from '@/components/shell/keys/key-sheet.tsx'
import { Page } from '@/components/shell/page.tsx'
import { ButtonLink } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { Dictionary } from './dictionary.tsx'
import { Lanes } from './lanes.tsx'
import { StatesTable } from './states-table.tsx'

/** How it works: real time and queued in the Lab's own picture, the words, the states, the keys. */
export function HelpView() {
  return (
    <Page title="How it works">
      <div className="stack helppage">
        <TwoWays />
        <Card title="What each mark means" sub="shape, word and colour, always together">
          <StatesTable />
        </Card>
        <Card title="The words">
          <Dictionary />
        </Card>
        <Card title="Keys" sub="⌘ is Ctrl where there is no ⌘">
          <div className="pad">
            <KeySheet groups={ALL_KEYS} />
          </div>
        </Card>
        <Elsewhere />
      </div>
    </Page>
  )
}

function TwoWays() {
  return (
    <Card title="Real time and queued">
      <div className="pad stack">
        <p className="lead">
          A message goes to a queue and says what happened. Subscribers get it in one of two ways. The difference shows
          when one of them is away.
        </p>
        <ScrollArea.Root>
          <ScrollArea.Viewport className="howto" aria-label="The two ways, drawn">
            <Diagram />
          </ScrollArea.Viewport>
        </ScrollArea.Root>
        <p>
          <b>Real time</b> keeps nothing for anybody: whoever is connected gets it at once, whoever is away has missed
          it. It suits what is only worth something now: a cursor, a price, who is typing.
        </p>
        <p>
          <b>Queued</b> stores each message before the publisher hears “ok”, and holds it for each named subscription
          until that has acknowledged it. What fails is tried again, and is kept as a dead letter with its reason after
          five failures. It may come twice, never not at all: it suits what must happen.
        </p>
        <figure>
          <Lanes />
          <figcaption className="soft">
            Twelve messages, published once each and sent both ways. tablet was unplugged after message 4 and came back
            after message 10. In real time it has a hole; queued, the six waited.
          </figcaption>
        </figure>
        <div>
          <ButtonLink variant="primary" href="/lab">
            <Icon name="lab" />
            Try it in the Lab
          </ButtonLink>
        </div>
      </div>
    </Card>
  )
}

function Elsewhere() {
  return (
    <p className="hint">
      Everything that a person can do here, a program can:{' '}
      <a className="link" href="/api/openapi.json">
        the API in one file
      </a>
      .
    </p>
  )
}
