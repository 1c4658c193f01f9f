/**
 * The same text, on its own. What is cut from a longer text (a namespace from its packet, a name from a URL) keeps that
 * alive as a whole, megabytes behind a name: whatever lives longer than its request is copied first.
 */
export function ownText(text: string): string {
  // A cut of a text that is hardly longer.
  return ` ${text}`.slice(1)
}
