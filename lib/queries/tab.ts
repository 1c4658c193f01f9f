import { TAB_HEADER } from '../tab-header.ts'

/** The id of this tab's connection to the feed, once there is one: its API requests are then counted as its own cost. */
let tab: string | null = null

export function setTab(next: string | null): void {
  tab = next
}

/** What every request of this tab carries. */
export function tabHeader(): Record<string, string> {
  return tab === null ? {} : { [TAB_HEADER]: tab }
}
