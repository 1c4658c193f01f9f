'use client'
import { QueuePage } from '../queue-page.tsx'
import { SettingsForm } from '../settings/settings-form.tsx'

/** What a queue does where a publisher or a subscriber says nothing else. */
export function QueueSettingsView({ name }: { name: string }) {
  return (
    <QueuePage name={name} tab="settings">
      {(queue, head) => (
        <>
          {head}
          <div className="tabpage">
            <SettingsForm queue={queue} />
          </div>
        </>
      )}
    </QueuePage>
  )
}
