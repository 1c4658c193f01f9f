'use client'
import { QueuePage } from '../queue-page.tsx'
import { EndingCard } from '../settings/ending-card.tsx'
import { SettingsForm } from '../settings/settings-form.tsx'

/** What a queue does where a publisher or a subscriber says nothing else. */
export function QueueSettingsView({ name }: { name: string }) {
  return (
    <QueuePage name={name} tab="settings">
      {(queue, head) => (
        <>
          {head}
          <div className="tabpage stack">
            <SettingsForm queue={queue} />
            <EndingCard queue={queue} />
          </div>
        </>
      )}
    </QueuePage>
  )
}
