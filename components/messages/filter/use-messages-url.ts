'use client'
import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { RANGES } from '@/lib/filters/times.ts'
import type { MessageRef } from '@/lib/queries/messages.ts'
import { SHOWS, VIEWS } from './question.ts'

const parsers = {
  q: parseAsString.withDefault(''),
  show: parseAsStringLiteral(SHOWS).withDefault('all'),
  time: parseAsStringLiteral(RANGES).withDefault('any'),
  /** As chosen; else by the width. */
  view: parseAsStringLiteral(VIEWS),
  /** The open message: its seq, or `id:` and its id where it has none. */
  m: parseAsString,
  /** Whose answer the panel shows. */
  who: parseAsString,
}

/** What a person would want to share: the filter, the open message and the subscriber that the question is about. */
export function useMessagesUrl() {
  const [url, setUrl] = useQueryStates(parsers, { history: 'replace' })
  return { ...url, setUrl }
}

/** The open message as an address; `null` for none, or for text that is none. */
export function openRef(m: string | null): MessageRef | null {
  if (m === null) return null
  if (m.startsWith('id:')) return { id: m.slice(3) }
  return /^\d+$/.test(m) ? { seq: Number(m) } : null
}

/** The address of a message as the URL holds it. */
export function refText(message: { readonly seq: number | null; readonly id: string }): string {
  return message.seq === null ? `id:${message.id}` : String(message.seq)
}
