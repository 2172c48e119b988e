/** What serializers can be told to do with a registry, without Kafka between them. */
import { describe, expect, notOffered, refusal, same, scenario } from '../../../clients/js/report.ts'
import { CONTRACTS, type Contract, type Format, type Plain } from './formats.ts'
import type { Client, Conf, SchemaInfo } from './library.ts'
import { idIn } from './over-kafka.ts'
import type { Setting } from './setting.ts'

const STRATEGIES = ['TOPIC', 'RECORD', 'TOPIC_RECORD', 'ASSOCIATED'] as const
const VALUE = CONTRACTS.value

export async function scenarios(setting: Setting, format: Format): Promise<void> {
  const { name } = format
  const topicOf = (what: string): string => `${setting.prefix}-js-${name}-${what}`
  const write = (client: Client, topic: string, which: Contract, value: Plain, conf: Conf): Promise<Buffer> =>
    format.serializer(client, 'VALUE', which, conf).serialize(topic, format.message(which, value))
  const read = async (topic: string, data: Buffer, which: Contract, wanted: Plain, conf: Conf): Promise<void> =>
    same(
      wanted,
      format.plain(await format.deserializer(setting.client(), 'VALUE', conf).deserialize(topic, data)),
      `what was read of ${topic}`,
    )
  const register = (topic: string, which: Contract, more: Partial<SchemaInfo> = {}): Promise<number> =>
    setting.client().register(`${topic}-value`, format.schema(which, more))
  const useId = async (topic: string, id: number): Promise<string> => {
    await register(topic, 'grown')
    const data = await write(setting.client(), topic, 'order', VALUE, { useSchemaId: id })
    same(id, idIn(data), 'the id that was told')
    await read(topic, data, 'order', VALUE, {})
    return `id ${id}`
  }

  for (const strategy of STRATEGIES) {
    const takesRecord = strategy !== 'TOPIC'
    if (takesRecord && format.recordName === null) {
      notOffered(`${name}.strategy.${strategy}`, 'the serializer derives schemas without a title, so that a record has no name')
      continue
    }
    await scenario(`${name}.strategy.${strategy}`, async () => {
      const topic = topicOf(`strategy-${strategy.toLowerCase()}`)
      const subject = {
        TOPIC: `${topic}-value`,
        RECORD: format.recordName!,
        TOPIC_RECORD: `${topic}-${format.recordName}`,
        ASSOCIATED: `${topic}-${format.recordName}`,
      }[strategy]
      const conf = { subjectNameStrategyType: strategy, subjectNameStrategyConfig: strategy === 'ASSOCIATED' ? ASSOCIATED : {} }
      const data = await write(setting.client(), topic, 'order', VALUE, { ...conf, autoRegisterSchemas: true })
      same((await setting.client().getLatestSchemaMetadata(subject)).id, idIn(data), `id of ${subject}`)
      await read(topic, data, 'order', VALUE, conf)
      return subject
    })
  }
  await scenario(`${name}.latest`, async () => {
    const topic = topicOf('latest')
    await register(topic, 'order')
    const latest = await register(topic, 'grown')
    const value = { ...VALUE, note: 'hot' }
    const data = await write(setting.client(), topic, 'grown', value, { useLatestVersion: true })
    same(latest, idIn(data), 'id of the latest version')
    await read(topic, data, 'grown', value, {})
    return `id ${latest}`
  })
  await scenario(`${name}.latest-with-metadata`, async () => {
    const topic = topicOf('metadata')
    const first = await register(topic, 'order', major('1'))
    await register(topic, 'grown', major('2'))
    const data = await write(setting.client(), topic, 'order', VALUE, { useLatestWithMetadata: { major: '1' } })
    same(first, idIn(data), 'id of the version with major=1')
    return `id ${first}`
  })
  await scenario(`${name}.schema-id`, async () => {
    const topic = topicOf('schema-id')
    return useId(topic, await register(topic, 'order'))
  })
  if (format.kind === 'PROTOBUF')
    // This client registers a descriptor, in which each field has a name in JSON.
    await scenario(`${name}.own.schema-id`, async () => {
      const topic = topicOf('own-schema-id')
      return useId(topic, idIn(await write(setting.client(), topic, 'order', VALUE, { autoRegisterSchemas: true })))
    })
  await scenario(`${name}.unregistered`, async () => {
    const error = await refusal(() => write(setting.client(), topicOf('unregistered'), 'order', VALUE, { autoRegisterSchemas: false }))
    same([404, 40401], codesOf(error), 'status and code')
    return describe(error)
  })
  await scenario(`${name}.normalize`, async () => {
    const topic = topicOf('normalize')
    const conf = { autoRegisterSchemas: true, normalizeSchemas: true }
    const registered = async (which: Contract): Promise<number> =>
      format.kind === 'PROTOBUF'
        ? idIn(await write(setting.client(), topic, which, VALUE, conf))
        : setting.client().register(`${topic}-value`, format.schema(which), true)
    const wanted = await registered('order')
    same(wanted, await registered('respelt'), 'id of the same schema in another spelling')
    return `id ${wanted}`
  })
  for (const [direction, source, target] of MIGRATIONS) {
    if (format.kind === 'PROTOBUF') notOffered(`${name}.migration.${direction}`, 'this client has no migrations of Protobuf messages')
    else
      await scenario(`${name}.migration.${direction}`, async () => {
        const topic = topicOf(`migration-${direction}`)
        await setting.client().updateConfig(`${topic}-value`, { compatibilityGroup: 'major' })
        await register(topic, 'order', major('1'))
        await register(topic, 'renamed', { ...major('2'), ruleSet: { migrationRules: MIGRATION_RULES } })
        const [from, to] = [FORMS[source], FORMS[target]]
        const data = await write(setting.client(), topic, from.which, from.value, { useLatestWithMetadata: { major: source } })
        await read(topic, data, to.which, to.value, { useLatestWithMetadata: { major: target } })
        return `major ${source} read as ${target}`
      })
  }
  await scenario(`${name}.incompatible`, async () => {
    const topic = topicOf('incompatible')
    await register(topic, 'order')
    const error = await refusal(() => register(topic, 'broken'))
    same([409, 40901], codesOf(error), 'status and code')
    expect(describe(error).includes(`subject "${topic}-value"`), describe(error))
    return describe(error)
  })
}

export async function credentials(setting: Setting): Promise<void> {
  if (setting.key === null) return
  for (const [what, given] of [
    ['a wrong secret', `${setting.key.user}:wrong`],
    ['an unknown key', 'NOBODY:wrong'],
  ] as const) {
    await scenario(`credentials: ${what}`, async () => {
      const error = await refusal(() => setting.client(given).getAllSubjects())
      same(401, codesOf(error)[0], 'status')
      return describe(error)
    })
  }
}

const ASSOCIATED = {
  'subject.name.strategy.kafka.cluster.id': 'lkc-test01',
  'subject.name.strategy.fallback.type': 'TOPIC_RECORD',
}

const MIGRATIONS = [
  ['upgrade', '1', '2'],
  ['downgrade', '2', '1'],
] as const

/** Version 2 calls a field otherwise; its rules say how data of either becomes data of the other. */
const FORMS = {
  '1': { which: 'order', value: VALUE },
  '2': { which: 'renamed', value: CONTRACTS.renamed },
} as const

const MIGRATION_RULES = [
  { name: 'up', kind: 'TRANSFORM', mode: 'UPGRADE', type: 'JSONATA', expr: CONTRACTS.upgrade },
  { name: 'down', kind: 'TRANSFORM', mode: 'DOWNGRADE', type: 'JSONATA', expr: CONTRACTS.downgrade },
]

function major(number: string): Pick<SchemaInfo, 'metadata'> {
  return { metadata: { properties: { major: number } } }
}

function codesOf(error: unknown): readonly unknown[] {
  const { status, errorCode } = error as { readonly status?: number; readonly errorCode?: number }
  return [status, errorCode]
}
