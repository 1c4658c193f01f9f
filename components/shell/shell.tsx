'use client'
import { type ReactNode, useMemo, useState } from 'react'
import { useFeed, useFeedActions } from './feed/provider.tsx'
import { Navigation } from './frame/navigation.tsx'
import { StatusBar } from './frame/status-bar.tsx'
import { TabBar } from './frame/tab-bar.tsx'
import { Help } from './keys/help.tsx'
import { useKeys } from './keys/use-keys.ts'
import { Palette } from './palette/palette.tsx'
import { ShellActions } from './shell-actions.ts'
import { SignIn } from './sign-in.tsx'

/** The frame around every page: navigation, status, keys, palette. The page draws its own top bar (`Page`). */
export function Shell({ children }: { children: ReactNode }) {
  const [help, setHelp] = useState(false)
  const [palette, setPalette] = useState(false)
  const paused = useFeed((feed) => feed.paused)
  const refused = useFeed((feed) => feed.link === 'refused')
  const { pause } = useFeedActions()
  const actions = useMemo(() => ({ openPalette: () => setPalette(true), openHelp: () => setHelp(true) }), [])
  useKeys({ onHelp: actions.openHelp, onPalette: actions.openPalette, onPause: () => pause(!paused) })
  return (
    <ShellActions value={actions}>
      <a className="skip" href="#main">
        Skip to the page
      </a>
      <div className="shell">
        <Navigation onHelp={actions.openHelp} />
        {refused ? <SignIn /> : children}
        <StatusBar />
        <TabBar onHelp={actions.openHelp} />
      </div>
      <Help open={help} onClose={() => setHelp(false)} />
      <Palette open={palette} onClose={() => setPalette(false)} />
    </ShellActions>
  )
}
