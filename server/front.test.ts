import { once } from 'node:events'
import { connect } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createFront, type Front, type Pages } from './front.ts'

const home = { allowedHosts: ['localhost'], allowedOrigins: [], loopback: true }

let front: Front | null = null

afterEach(() => {
  front?.server.closeAllConnections()
  front?.server.close()
})

async function listening(pages: Pages): Promise<number> {
  front = createFront(home)
  front.pages = pages
  front.server.listen(0, '127.0.0.1')
  await once(front.server, 'listening')
  const address = front.server.address()
  if (address === null || typeof address === 'string') throw new Error('it does not listen on a port')
  return address.port
}

/** Asks for a WebSocket at a path, by hand. */
function upgrade(port: number, path: string) {
  const lines = [`GET ${path} HTTP/1.1`, 'Host: localhost', 'Connection: Upgrade', 'Upgrade: websocket', '', '']
  const socket = connect(port, '127.0.0.1').resume()
  socket.write(lines.join('\r\n'))
  return socket
}

const built: Pages = { request: () => {}, upgrade: null, close: async () => {} }

describe('an upgrade that nobody answers', () => {
  test.each(['/_next/webpack-hmr', '/_next/x', '/socket.io', '/socket.io/?EIO=4', '/', '/api'])(
    'ends at once where the pages are built: %s',
    async (path) => {
      const socket = upgrade(await listening(built), path)
      await once(socket, 'close')
      expect(socket.bytesRead).toBe(0)
    },
  )
})

test('while pages are developed, theirs is handed to Next', async () => {
  const seen: (string | undefined)[] = []
  const port = await listening({
    ...built,
    upgrade: (request, socket) => {
      seen.push(request.url)
      socket.destroy()
    },
  })
  await once(upgrade(port, '/_next/webpack-hmr'), 'close')
  await once(upgrade(port, '/other'), 'close')
  expect(seen).toEqual(['/_next/webpack-hmr'])
})
