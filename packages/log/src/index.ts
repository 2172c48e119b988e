export { openLogDir } from './log-dir.ts'
export type {
  AppendError,
  AppendOptions,
  Appended,
  Durability,
  LogDir,
  LogDirOptions,
  LogLimits,
  OpenLogDir,
  PartitionConfig,
  PartitionLog,
  ProducerState,
  ReadOptions,
  ReadOutcome,
  TimestampAndOffset,
} from './contract.ts'
