import type { Clock, Logger, Meter, Random } from '@leat/base'
import type { Control } from '@leat/control'
import { kafkaRestOperations } from '@leat/kafka-rest'
import { type HttpHandler, service } from '@leat/rest'
import { ABSENT_APIS, FORMS } from './absent-apis.ts'
import { withRegistry } from '../registry/in-console.ts'
import type { Registry } from '../registry/open-registry.ts'
import { schemasOfRecords } from '../registry/schemas-of-records.ts'
import { CONSOLE_DIR, withConsole } from './console-files.ts'
import type { DataClusterHost } from './cluster-host.ts'
import { kafkaDoor } from './kafka-door.ts'
import type { Sessions } from './sessions.ts'

export interface HandlerParts {
  readonly control: Control
  readonly registry: () => Promise<Registry>
  readonly host: DataClusterHost
  readonly sessions: Sessions
  readonly clock: Clock
  readonly random: Random
  readonly logger: Logger
  readonly meter: Meter
}

/** The control plane and Kafka REST as one handler. This file, and with it all of REST, is loaded with the first connection. */
export async function handlerOf({ control, registry, host, sessions, clock, random, logger, meter }: HandlerParts): Promise<HttpHandler> {
  const door = kafkaDoor({ state: () => control.context.store.state, host, sessions })
  const schemas = schemasOfRecords({ control, registry, clock })
  const operations = [...(await control.operations()), ...kafkaRestOperations(door, { clock, random, ...schemas })]
  const apis = service({ operations, authenticate: control.authenticate, clock, logger, meter, forms: FORMS, absent: ABSENT_APIS })
  return withConsole(withRegistry(apis, registry), { dir: CONSOLE_DIR, random })
}
