import type { DataPlaneEvent } from '@leat/access'
import type { Clock, Fs, Logger, Meter, Net, Random } from '@leat/base'
import type { Backend } from '@leat/wire'
import type { AclChange, AclChanged } from './protocol.ts'

/** What the data side runs on: real things in `up`, simulated ones in tests. */
export interface DataPorts {
  readonly fs: Fs
  readonly net: Net
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly meter: Meter
  /** Stands between a cluster's edge and its engine: how a test kit sees requests and answers them itself. */
  readonly intercept?: (engine: Backend, cluster: string) => Backend
}

/** What clusters have of the control side. */
export interface ControlSide {
  audit(events: readonly DataPlaneEvent[]): Promise<unknown>
  writeAcls(change: AclChange): Promise<readonly AclChanged[]>
}
