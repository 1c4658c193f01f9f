'use client'
import { type ReactNode, useMemo, useState } from 'react'
import { later, useNeeded } from '@/components/ui/overlay/later.ts'
import { useFeed, useFeedActions } from './feed/provider.tsx'
import { Navigation } from './frame/navigation.tsx'
import { TabBar } from './frame/tab-bar.tsx'
import { useKeys } from './keys/use-keys.ts'
import { Palette } from './palette/palette.tsx'
import { ShellActions } from './shell-actions.ts'
import { SignIn } from './sign-in.tsx'
import { Announcer } from './status/announcer.tsx'
import { StatusBar } from './status/status-bar.tsx'
import { useRest } from './use-rest.ts'

const helpDialog = later(() => import('./keys/help.tsx'))
const preferencesDialog = later(() => import('./frame/preferences.tsx'))

/** The frame around every page: navigation, status, keys, palette. The page draws its own top bar (`Page`). */
export function Shell({ children }: { children: ReactNode }) {
  const [help, setHelp] = useState(false)
  const [palette, setPalette] = useState(false)
  const [preferences, setPreferences] = useState(false)
  const helping = useNeeded(helpDialog, help)
  const preferring = useNeeded(preferencesDialog, preferences)
  const paused = useFeed((feed) => feed.paused)
  const refused = useFeed((feed) => feed.link === 'refused')
  // In the middle of work the page stays as it is behind the question: what was typed is there again afterwards.
  const shown = useFeed((feed) => feed.seenAt !== null)
  const { pause } = useFeedActions()
  const actions = useMemo(
    () => ({
      openPalette: () => setPalette(true),
      openHelp: () => setHelp(true),
      openPreferences: () => setPreferences(true),
    }),
    [],
  )
  useRest()
  useKeys({ onHelp: actions.openHelp, onPalette: actions.openPalette, onPause: () => pause(!paused) })
  return (
    <ShellActions value={actions}>
      <a className="skip" href={refused ? '#signin' : '#main'}>
        Skip to the page
      </a>
      <div className="shell">
        <Navigation onHelp={actions.openHelp} />
        {refused && <SignIn again={shown} />}
        {(shown || !refused) && (
          <div className="kept-page" hidden={refused}>
            {children}
          </div>
        )}
        <StatusBar />
        <TabBar onHelp={actions.openHelp} />
      </div>
      <Announcer />
      {preferring !== undefined && <preferring.Preferences open={preferences} onClose={() => setPreferences(false)} />}
      {helping !== undefined && <helping.Help open={help} onClose={() => setHelp(false)} />}
      <Palette open={palette} onClose={() => setPalette(false)} />
    </ShellActions>
  )
}
