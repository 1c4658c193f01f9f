'use client'
import { ScrollArea } from '@base-ui/react/scroll-area'
import { ButtonLink } from '@/components/ui/button.tsx'
import { Card } from '@/components/ui/card.tsx'
import { CodeBlock, unmarked } from '@/components/ui/code.tsx'
import { CopyButton } from '@/components/ui/copy-button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { useOrigin } from '../code/use-place.ts'
import { Diagram } from './diagram.tsx'

function codeFor(origin: string): string {
  return `import { io } from 'socket.io-client'
const holdline = io('${origin}')
holdline.emit('publish', { «queue»: 'orders', «event»: 'created', «payload»: { id: 7 } })`
}

/** Before the first message: the model in a sentence and a picture, three lines to copy, and the Lab. */
export function FirstRun() {
  const code = codeFor(useOrigin())
  return (
    <div className="first">
      <h2>Nothing has been published yet</h2>
      <p className="lead">
        A message goes to a queue and says what happened. Subscribers get it in one of two ways. The difference shows
        when one of them is away.
      </p>
      <ScrollArea.Root>
        <ScrollArea.Viewport className="card howto" aria-label="How it works">
          <Diagram />
        </ScrollArea.Viewport>
      </ScrollArea.Root>
      <div className="two">
        <Card title="Publish from your code" actions={<CopyButton text={unmarked(code)} />}>
          <CodeBlock text={code} label="Three lines of code" />
          <p className="awaits">
            <span className="dot off" />
            <span>Waiting for the first message. This page fills in by itself.</span>
          </p>
        </Card>
        <Card title="Or see it without writing code">
          <div className="try">
            <p className="soft">
              The Lab opens three subscribers in this page. Pull the plug on one, publish six messages, plug it back in,
              and watch which lane has a hole.
            </p>
            <div className="acts">
              <ButtonLink variant="primary" href="/lab">
                <Icon name="lab" />
                Try the Lab
              </ButtonLink>
              <ButtonLink href="/publish">Publish one by hand</ButtonLink>
            </div>
          </div>
        </Card>
      </div>
      <p className="hint foot">
        <span>In Socket.IO words: a queue is a namespace, an event is a room.</span>
        <a className="link" href="/api/openapi.json">
          The API in one file
        </a>
      </p>
    </div>
  )
}
