import type { Clock, Fs, Net, Random, Result } from '@leat/base'
import type { Complaint } from './complaint.ts'
import type { ConfigStore } from './config/store.ts'
import type { Session } from './session/session.ts'
import type { Terminal } from './terminal.ts'

/** What a command may use. Everything else is reached through these. */
export interface Context {
  readonly terminal: Terminal
  /** What is kept between commands: logins, what is current, keys. */
  readonly config: ConfigStore
  /**
   * The login to the control plane that `--context` names, or the current one, with what is current in it; a complaint when nobody is logged in.
   * The same within a command. `environment` and `cluster` come from the command's flags of these names.
   */
  session(): Promise<Result<Session, Complaint>>
  /** Variables that the CLI knows; see `node/environment.ts`. */
  readonly environment: Environment
  readonly clock: Clock
  readonly random: Random
  readonly fs: Fs
  readonly net: Net
  /** Aborts on Ctrl-C. */
  readonly signal: AbortSignal
}

/** What comes from variables and places of this machine. */
export interface Environment {
  /** LEAT_EMAIL, else CONFLUENT_CLOUD_EMAIL. */
  readonly email: string | null
  /** LEAT_PASSWORD, else CONFLUENT_CLOUD_PASSWORD. */
  readonly password: string | null
  /** Command line of the pager for what is longer than the screen: LEAT_PAGER, else PAGER, else `less`; null: none is wanted. */
  readonly pager: string | null
  /** `v24.12.0` */
  readonly nodeVersion: string
  /** `linux/x64` */
  readonly platform: string
  /** `$XDG_CONFIG_HOME/leat` */
  readonly configDir: string
  /** `$XDG_DATA_HOME/leat`: data directories of platforms on this machine lie in here, by name. */
  readonly platformsDir: string
}
