/** The bare Socket.IO server of the raw limits: no storage, no checks. A process of its own, as the broker is. */
import { createServer } from 'node:http'
import { Server, type Socket } from 'socket.io'

const http = createServer()
const io = new Server(http)
let consumer: Socket | null = null
io.on('connection', (socket) => {
  socket.on('consume', (ack: () => void) => {
    consumer = socket
    ack()
  })
  socket.on('publish', (_message: unknown, ack: (answer: object) => void) => ack({ ok: true, id: 'x', seq: 1 }))
  socket.on('join', (_input: unknown, ack: () => void) => {
    void socket.join('all')
    ack()
  })
  socket.on('broadcast', (message: unknown) => io.to('all').emit('message', message))
  socket.on('relay', (message: unknown, ack: (answer: object) => void) => {
    consumer?.emit('message', message, () => ack({ ok: true, id: 'x', seq: 1 }))
  })
})
http.listen(0, '127.0.0.1', () => {
  const address = http.address()
  process.send?.(typeof address === 'object' && address !== null ? address.port : 0)
})
