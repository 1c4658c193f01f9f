'use client'
import { Button } from '@/components/ui/button.tsx'
import { Icon } from '@/components/ui/icon.tsx'
import { useFeed, useFeedActions } from '../feed/provider.tsx'

/** Stops live updates of the whole page, or lets them go on. Nothing is lost: it is fetched at the end of the pause. */
export function PauseButton() {
  const paused = useFeed((feed) => feed.paused)
  const { pause } = useFeedActions()
  return (
    <Button className="wide-only" aria-pressed={paused} title="Pause live updates  P" onClick={() => pause(!paused)}>
      <Icon name={paused ? 'play' : 'pause'} />
      {paused ? 'Resume live' : 'Pause live'}
    </Button>
  )
}
