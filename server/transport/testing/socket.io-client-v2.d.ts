/** socket.io-client 2.5.0 has no types of its own; this is the part that the tests use. */
declare module 'socket.io-client-v2' {
  export interface Socket2 {
    readonly connected: boolean
    readonly id: string
    on(event: string, listener: (...args: unknown[]) => void): this
    once(event: string, listener: (...args: unknown[]) => void): this
    off(event: string, listener?: (...args: unknown[]) => void): this
    emit(event: string, ...args: unknown[]): this
    disconnect(): this
    close(): this
    readonly io: { readonly engine: { on(event: string, listener: (...args: unknown[]) => void): void } }
  }
  export default function io(url: string, options?: object): Socket2
}
