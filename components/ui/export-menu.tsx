'use client'
import { useEffect, useRef, useState } from 'react'
import { useOffers } from '@/components/shell/palette/offers.ts'
import { EXPORT_MOST, type ExportFormat, type ExportRow, type ExportRun } from '@/lib/export.ts'
import { count, counted } from '@/lib/format.ts'
import { Button } from './button.tsx'
import { Icon } from './icon.tsx'
import { later } from './overlay/later.ts'
import { Menu, MenuItem } from './overlay/menu.tsx'

const file = later(() => import('./export-file.ts'))

interface ExportMenuProps {
  /** What the file is called, without its ending: "orders-messages". */
  name: string
  /** The rows as shown. A long one takes `run`: it says how far it is and stops when cancelled (`everyPage`). */
  rows: (run: ExportRun) => Promise<readonly ExportRow[]> | readonly ExportRow[]
}

type State =
  | { readonly at: 'rest' }
  | { readonly at: 'running'; readonly done: number; readonly total: number | undefined }
  | { readonly at: 'done'; readonly rows: number }
  | { readonly at: 'failed'; readonly reason: string }

/** Downloads what is shown as JSON or CSV. */
export function ExportMenu({ name, rows }: ExportMenuProps) {
  const { state, start, cancel } = useExport(name, rows)
  const running = state.at === 'running'
  useOffers(name, () => [
    { word: `Export ${name} as CSV`, icon: 'download', run: () => void start('csv') },
    { word: `Export ${name} as JSON`, icon: 'download', run: () => void start('json') },
  ])
  const trigger = (
    <Button small>
      <Icon name="download" />
      Export
    </Button>
  )
  return (
    <span className="exporting">
      <span className="hint" role="status">
        {wordsOf(state)}
      </span>
      {running ? (
        <Button small onClick={cancel}>
          Cancel export
        </Button>
      ) : (
        <Menu trigger={trigger}>
          <MenuItem onSelect={() => start('csv')} note="For a spreadsheet">
            As CSV
          </MenuItem>
          <MenuItem onSelect={() => start('json')} note="For a program">
            As JSON
          </MenuItem>
        </Menu>
      )}
    </span>
  )
}

function useExport(name: string, rows: ExportMenuProps['rows']) {
  const [state, setState] = useState<State>({ at: 'rest' })
  const stop = useRef<AbortController | null>(null)
  useEffect(() => () => stop.current?.abort(), [])
  async function start(format: ExportFormat) {
    const controller = new AbortController()
    stop.current = controller
    const set = (next: State) => !controller.signal.aborted && setState(next)
    set({ at: 'running', done: 0, total: undefined })
    try {
      const all = await rows({
        signal: controller.signal,
        progress: (done, total) => set({ at: 'running', done, total }),
      })
      if (controller.signal.aborted) return
      const { exportFile } = await file.come()
      if (controller.signal.aborted) return
      exportFile(name, format, all)
      set({ at: 'done', rows: all.length })
    } catch (error) {
      set({ at: 'failed', reason: error instanceof Error ? error.message : 'The broker gave no reason.' })
    }
  }
  function cancel() {
    stop.current?.abort()
    setState({ at: 'rest' })
  }
  return { state, start, cancel }
}

function wordsOf(state: State): string {
  if (state.at === 'running') {
    if (state.total === undefined) return `${counted(state.done, 'row')} so far`
    return `${count(state.done)} of ${counted(state.total, 'row')}`
  }
  if (state.at === 'failed') return `Not exported: ${state.reason}`
  if (state.at !== 'done') return ''
  const capped = state.rows >= EXPORT_MOST ? ', the most that one file takes' : ''
  return `Exported ${counted(state.rows, 'row')}${capped}`
}
