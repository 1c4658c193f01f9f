import { Decoder, Encoder, type Packet, PacketType } from 'socket.io-parser'

/** An argument of an event that is JSON text already. */
export class RawJson {
  readonly json: string
  constructor(json: string) {
    this.json = json
  }
}

/**
 * Socket.IO's own encoder, but for events whose argument is JSON text: those are framed as they are. A publish is
 * thereby encoded once, at the moment of the call, and not looked through for binary parts again.
 */
class RawEncoder extends Encoder {
  override encode(packet: Packet): (string | Uint8Array)[] {
    const argument: unknown = packet.type === PacketType.EVENT ? packet.data?.[1] : undefined
    if (!(argument instanceof RawJson)) return super.encode(packet)
    const namespace = packet.nsp === '/' ? '' : `${packet.nsp},`
    return [`${packet.type}${namespace}${packet.id ?? ''}[${JSON.stringify(packet.data[0])},${argument.json}]`]
  }
}

/** For Socket.IO's `parser` option. */
export const parser = { Encoder: RawEncoder, Decoder }
