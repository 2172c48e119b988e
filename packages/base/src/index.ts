export type { Brand, Bytes, Millis, NodeId, Offset, ProducerId, TopicId } from './brand.ts'
export { type Result, ok, fail } from './result.ts'
export { AssertionError, assert, unreachable } from './assert.ts'
export type { Clock, Timer } from './clock.ts'
export { delay } from './delay.ts'
export { type Random, randomUuid } from './random.ts'
export { type LogFields, type LogLevel, type Logger, silentLogger } from './logger.ts'
export { type MemoryMeter, type Meter, type MeterReading, memoryMeter, silentMeter } from './meter.ts'
export { type Fs, type FsEntry, FsError, type FsErrorCode, type FsFile } from './fs.ts'
export { makeDurableDir } from './durable-dir.ts'
export {
  type ConnectOptions,
  type ListenOptions,
  type Net,
  type NetAccept,
  NetError,
  type NetListener,
  type NetSocket,
  type TlsMaterial,
  type TlsProblem,
} from './net.ts'
export type { Link } from './link.ts'
