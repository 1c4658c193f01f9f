'use client'
import { createContext } from 'react'

/** What a page's own parts can ask of the frame around it. */
export const ShellActions = createContext({ openPalette: () => {}, openHelp: () => {}, openPreferences: () => {} })
