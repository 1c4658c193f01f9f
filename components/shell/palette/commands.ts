'use client'
import { useContext } from 'react'
import { useFeed, useFeedActions } from '../feed/provider.tsx'
import { toggleRail } from '../frame/navigation.tsx'
import { remember, useRemembered } from '../remembered.ts'
import { ShellActions } from '../shell-actions.ts'
import type { Entry } from './entries.ts'
import { useOffered } from './offers.ts'

/** What can be done from anywhere: what the page offers, live updates, and this browser's preferences. */
export function useCommands(): readonly Entry[] {
  const offered = useOffered()
  const paused = useFeed((feed) => feed.paused)
  const { pause } = useFeedActions()
  const { openHelp, openPreferences } = useContext(ShellActions)
  return [
    ...offered.map((offer) => ({ ...offer, key: `offer ${offer.word}`, note: 'on this page' })),
    {
      key: 'pause live',
      icon: paused ? 'play' : 'pause',
      word: paused ? 'Resume live updates' : 'Pause live updates',
      note: 'action',
      keys: 'p',
      run: () => pause(!paused),
    },
    ...useSettings(),
    { key: 'preferences', icon: 'sliders', word: 'Preferences', note: 'time zone, times, theme', run: openPreferences },
    { key: 'rail', icon: 'sidebar', word: 'Fold or open the navigation', note: 'setting', keys: '[', run: toggleRail },
    { key: 'keys', icon: 'help', word: 'Keyboard shortcuts', note: 'help', keys: '?', run: openHelp },
  ]
}

/** Each preference as what it would change to. */
function useSettings(): readonly Entry[] {
  const zone = useRemembered('zone')
  const times = useRemembered('times')
  const theme = useRemembered('theme')
  const themes = [
    { value: 'light', word: 'Theme: light' },
    { value: 'dark', word: 'Theme: dark' },
    { value: null, word: 'Theme: as the system' },
  ]
  return [
    {
      key: 'zone',
      icon: 'clock',
      word: zone === 'UTC' ? "Time zone: this browser's" : 'Time zone: UTC',
      note: 'setting',
      run: () => remember('zone', zone === 'UTC' ? null : 'UTC'),
    },
    {
      key: 'times',
      icon: 'clock',
      word: times === 'relative' ? 'Times: time of day' : 'Times: how long ago',
      note: 'setting',
      run: () => remember('times', times === 'relative' ? null : 'relative'),
    },
    ...themes
      .filter(({ value }) => value !== theme)
      .map(
        ({ value, word }): Entry => ({
          key: word,
          icon: 'theme',
          word,
          note: 'setting',
          run: () => remember('theme', value),
        }),
      ),
  ]
}
