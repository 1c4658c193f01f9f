/** An instant as an input for a day and a time takes it: the reader's own clock, "2026-03-01T12:04:34". */
export function localText(iso: string): string {
  const date = new Date(iso)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19)
}
