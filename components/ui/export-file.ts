import type { ExportFormat, ExportRow } from '@/lib/export.ts'
import { exportName, exportText } from '@/lib/export-text.ts'
import { download } from './download.ts'

const TYPES: Readonly<Record<ExportFormat, string>> = { json: 'application/json', csv: 'text/csv;charset=utf-8' }

/** Gives the reader a file of these rows. */
export function exportFile(name: string, format: ExportFormat, rows: readonly ExportRow[]): void {
  download(exportName(name, format, Date.now()), exportText(format, rows), TYPES[format])
}
