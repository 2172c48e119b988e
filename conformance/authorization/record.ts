/**
 * Plays all cases against Apache Kafka with its StandardAuthorizer and keeps its answers in `recorded/`.
 *
 *   node conformance/authorization/record.ts
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { OPERATIONS, PATTERN_TYPES, PERMISSIONS, RESOURCE_TYPES } from '@leat/access'
import { nodeNet } from '@leat/base/node'
import { CreateAcls } from '@leat/wire/messages'
import { connectClient } from '../../packages/edge/src/testing/client.ts'
import { startKafka } from '../kafka/index.ts'
import { playAcls } from './play-acls.ts'
import { playAll, type Side } from './play.ts'
import { writeRecorded } from './recorded.ts'
import { STATES } from './states.ts'

const SETTLE_MS = 100
const users = STATES.map(({ user }) => `user_${user}="${user}"`).join(' ')
const dir = mkdtempSync(join(tmpdir(), 'authorization-'))
try {
  await using kafka = await startKafka({
    dir,
    properties: {
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      // Who is not asked on the PLAINTEXT listener: our super user, and the broker itself.
      'super.users': 'User:ANONYMOUS',
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,SASL_SSL:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT',
      'listener.name.sasl_ssl.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required ${users};`,
      'offsets.topic.num.partitions': '1',
      'transaction.state.log.num.partitions': '1',
      'log.initial.task.delay.ms': '3600000',
    },
  })
  const addressOf = (bootstrap: string) => ({ host: bootstrap.split(':')[0]!, port: Number(bootstrap.split(':')[1]) })
  const side: Side = {
    net: nodeNet(),
    trusted: addressOf(kafka.bootstrap),
    asked: addressOf(kafka.saslSsl!.bootstrap),
    settle: () => delay(SETTLE_MS),
  }
  writeRecorded('acls', await playAcls(side))
  await giveRights(side)
  writeRecorded('cases', await playAll(side))
} finally {
  rmSync(dir, { recursive: true, force: true })
}

async function giveRights({ net, trusted, settle }: Side): Promise<void> {
  const admin = await connectClient(net, trusted.host, trusted.port)
  const creations = STATES.flatMap(({ acls }) => acls).map((acl) => ({
    resourceType: RESOURCE_TYPES[acl.resourceType],
    resourceName: acl.name,
    resourcePatternType: PATTERN_TYPES[acl.patternType],
    principal: acl.principal,
    host: acl.host,
    operation: OPERATIONS[acl.operation],
    permissionType: PERMISSIONS[acl.permission],
  }))
  const { results } = await admin.call(CreateAcls, 3, { creations })
  const failed = results.find(({ errorCode }) => errorCode !== 0)
  if (failed !== undefined) throw new Error(`an ACL cannot be made: ${failed.errorMessage}`)
  admin.socket.destroy()
  await settle()
  await settle()
}
