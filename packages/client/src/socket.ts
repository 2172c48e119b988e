/** Reaching a Kafka over the network. Apart from the index, which is part of every start and needs none of it. */
export { type SocketTransport, type SocketTransportOptions, openSocketTransport } from './socket/socket-transport.ts'
export type { BrokerAddress } from './socket/connect.ts'
export type { SaslPlain } from './socket/handshake.ts'
export { type SocketLimits, defaultSocketLimits } from './socket/limits.ts'
export { ConnectFault, type ConnectFaultKind, ConnectionLost, TransportBusy } from './socket/connect-fault.ts'
