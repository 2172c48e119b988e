export { type CallOptions, type Transport, TransportClosed } from './transport.ts'
