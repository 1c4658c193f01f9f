/** The HTTP API as both sides know it: every query, body and answer under `/api` (docs/protocol.md). */
export * from './api/broker.ts'
export * from './api/common.ts'
export * from './api/connections.ts'
export * from './api/messages.ts'
export * from './api/publish.ts'
export * from './api/queues.ts'
export * from './api/subscriptions.ts'
