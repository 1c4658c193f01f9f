import { count } from '../../lib/format.ts'

/** "1,000, most urgent first" · "12 of 1,000". */
export function shownOf(total: number, all: number, urgent: boolean): string {
  const shown = total === all ? count(all) : `${count(total)} of ${count(all)}`
  return urgent ? `${shown}, most urgent first` : shown
}
