'use client'

/** Jumps to a queue, a subscription or a connection, or runs an action. */
export function Palette(_: { open: boolean; onClose: () => void }) {
  return null
}
