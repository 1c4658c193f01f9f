'use client'
import { useQueryClient } from '@tanstack/react-query'
import { Component, type ReactNode } from 'react'
import { CouldNotLoad } from '@/components/ui/screen.tsx'

/** Holds what goes wrong while its content is drawn, so that its neighbours stay. "Try again" fetches and draws anew. */
export function Boundary({ what, children }: { what: string; children: ReactNode }) {
  const queries = useQueryClient()
  return (
    <Holding what={what} onRetry={() => void queries.resetQueries()}>
      {children}
    </Holding>
  )
}

interface HoldingProps {
  what: string
  onRetry: () => void
  children: ReactNode
}

/** React catches errors of drawing in classes alone. */
class Holding extends Component<HoldingProps, { error: unknown }> {
  override state: { error: unknown } = { error: null }

  static getDerivedStateFromError(error: unknown) {
    return { error }
  }

  readonly #again = () => {
    this.props.onRetry()
    this.setState({ error: null })
  }

  override render() {
    if (this.state.error === null) return this.props.children
    return <CouldNotLoad title={`Could not show ${this.props.what}`} error={this.state.error} onRetry={this.#again} />
  }
}
