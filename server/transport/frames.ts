/** Packets of Socket.IO as frames of a WebSocket, several in one buffer. */

/** A packet of Socket.IO as text, and its WebSocket frame once somebody needed it: a fan-out frames once. */
export interface Prepared {
  readonly text: string
  frame: Buffer | null
}

export type Outgoing = string | Prepared

/** Opcode text, final, unmasked; and Engine.IO's type `message` before the text. */
const TEXT_FRAME = 0x81
const ENGINE_MESSAGE = 0x34

/** All of them, ready to be written. Do not change it: a fan-out writes the same to many. */
export function framesOf(packets: readonly Outgoing[]): Buffer {
  const only = packets[0]
  return packets.length === 1 && only !== undefined && typeof only !== 'string' ? frameOf(only) : join(packets)
}

function frameOf(packet: Prepared): Buffer {
  packet.frame ??= join([packet.text])
  return packet.frame
}

function join(packets: readonly Outgoing[]): Buffer {
  const lengths = packets.map((packet) =>
    typeof packet === 'string' ? Buffer.byteLength(packet) + 1 : frameOf(packet).length,
  )
  let size = 0
  for (const [at, length] of lengths.entries()) {
    size += typeof packets[at] === 'string' ? headerSize(length) + length : length
  }
  const buffer = Buffer.allocUnsafe(size)
  let offset = 0
  for (const [at, packet] of packets.entries()) {
    if (typeof packet === 'string') offset = writeFrame(buffer, offset, packet, lengths[at] ?? 0)
    else offset += frameOf(packet).copy(buffer, offset)
  }
  return buffer
}

function headerSize(length: number): number {
  return length < 126 ? 2 : length < 65_536 ? 4 : 10
}

function writeFrame(buffer: Buffer, start: number, text: string, length: number): number {
  let offset = start
  buffer[offset++] = TEXT_FRAME
  if (length < 126) buffer[offset++] = length
  else if (length < 65_536) {
    buffer[offset++] = 126
    offset = buffer.writeUInt16BE(length, offset)
  } else {
    buffer[offset++] = 127
    offset = buffer.writeUIntBE(0, offset, 2)
    offset = buffer.writeUIntBE(length, offset, 6)
  }
  buffer[offset++] = ENGINE_MESSAGE
  return offset + buffer.write(text, offset)
}
