import type { MessageItem, MessagePage } from '../../../lib/api.ts'
import { type ExportRow, type ExportRun, everyPage } from '../../../lib/export.ts'
import type { MessagesFilter } from '../../../lib/queries/messages.ts'
import { piece, request } from '../../../lib/queries/request.ts'
import { sumWords } from '../grid/subscribers.ts'

const PAGE = 200
/** Payloads that one file takes at most: they are held in the tab's memory until they are written. */
const MOST_BYTES = 128 * 1_048_576

/** Everything that the question matches, payloads whole, page by page. @throws where it is too much for one file. */
export async function exportedRows(queue: string, filter: MessagesFilter, run: ExportRun): Promise<ExportRow[]> {
  let bytes = 0
  const rows = await everyPage(run, async (cursor, signal) => {
    const page = await request<MessagePage>(`/queues/${piece(queue)}/messages`, {
      query: { ...filter, deliveries: 'none', limit: PAGE, cursor },
      signal,
    })
    bytes += page.items.reduce((sum, item) => sum + item.bytes, 0)
    if (bytes > MOST_BYTES) throw new Error('it is more than 128 MiB. A narrower filter makes a smaller file.')
    return page
  })
  return rows.map(exportedRow)
}

/** One message as a row: what a person would look for first stands first. */
export function exportedRow(message: MessageItem): ExportRow {
  const { seq, publishedAt, event, key, id, delivery, publisher, bytes, headers, state, payload } = message
  return {
    seq,
    publishedAt,
    event,
    key,
    id,
    published: delivery,
    publisher,
    bytes,
    deliveries: sumWords(state),
    payload,
    ...(Object.keys(headers).length > 0 && { headers }),
  }
}
