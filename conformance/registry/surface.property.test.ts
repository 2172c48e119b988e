/**
 * Promises of the registry's REST surface, whatever the schema: everything is asked over HTTP as a client asks it, from seeds.
 *
 * - what was answered, registered again, is the same schema: same id, same GUID, same text
 * - another spelling of a schema has its GUID
 * - a registry that reads another one's `_schemas` answers as that one does
 */
import { seededRandom } from '@leat/base/sim'
import type { Random } from '@leat/base'
import { expect, test } from 'vitest'
import { testRegistry, type TestRegistry } from '../../packages/registry/test/api/fixture.ts'
import { generateSchema as avroSchema } from '../../packages/registry/test/avro-data.ts'
import { generateSchema as jsonSchema } from '../../packages/registry/test/json-data.ts'
import { generateModel, protoText } from '../../packages/registry/test/proto-data.ts'
import { mulberry } from '../../packages/registry/test/seeded.ts'

const SCHEMAS = 150
const HISTORIES = 8
const STEPS = 60

interface Sent {
  readonly schemaType: 'AVRO' | 'JSON' | 'PROTOBUF'
  readonly schema: string
}

interface Registered {
  readonly id: number
  readonly guid: string
  readonly schema: string
}

/** A schema of a seed; `spaced` is the same one, spelt with more space. */
const FORMATS: Readonly<Record<string, (seed: number, spaced: boolean) => Sent>> = {
  Avro: (seed, spaced) => ({ schemaType: 'AVRO', schema: JSON.stringify(avroSchema(seed), null, spaced ? 3 : 0) }),
  'JSON Schema': (seed, spaced) => ({ schemaType: 'JSON', schema: JSON.stringify(jsonSchema(seed), null, spaced ? 3 : 0) }),
  Protobuf(seed, spaced) {
    const text = protoText(generateModel(mulberry(seed)), mulberry(seed + 1))
    return { schemaType: 'PROTOBUF', schema: spaced ? text.replaceAll(' = ', '\n  /* spaced */ =  ') : text }
  },
}

async function register({ ask }: TestRegistry, subject: string, sent: Sent): Promise<Registered> {
  const answer = await ask<Registered>(`POST /subjects/${subject}/versions`, sent)
  expect(answer.status, `${sent.schema}\n${answer.text}`).toBe(200)
  return answer.json
}

test.for(Object.entries(FORMATS))('%s: what was answered is the same schema when it is registered again', async ([, make]) => {
  const registry = testRegistry()
  for (let seed = 0; seed < SCHEMAS; seed++) {
    const { schemaType, schema } = make(seed, false)
    const first = await register(registry, `a${seed}`, { schemaType, schema })
    const byId = await registry.ask<Registered>(`GET /schemas/ids/${first.id}`)
    const again = await register(registry, `b${seed}`, { schemaType, schema: byId.json.schema })
    expect([again.id, again.guid, again.schema], schema).toEqual([first.id, first.guid, byId.json.schema])
    const byGuid = await registry.ask<Registered>(`GET /schemas/guids/${first.guid}`)
    expect(byGuid.json.schema).toBe(byId.json.schema)
  }
})

test.for(Object.entries(FORMATS))(
  '%s: equal schemas have equal GUIDs, in any spelling and under any subject and context',
  async ([, make]) => {
    const registry = testRegistry()
    const schemaOf = new Map<string, string>()
    for (let seed = 0; seed < SCHEMAS; seed++) {
      const first = await register(registry, `a${seed}`, make(seed, false))
      const spaced = await register(registry, `:.other:b${seed}`, make(seed, true))
      expect(spaced.guid, make(seed, true).schema).toBe(first.guid)
      const held = schemaOf.get(first.guid)
      if (held !== undefined) expect(first.schema).toBe(held)
      schemaOf.set(first.guid, first.schema)
    }
    expect(new Set(schemaOf.values()).size).toBe(schemaOf.size)
  },
)

test.for(Array.from({ length: HISTORIES }, (_, seed) => seed))(
  'a registry that reads the log of another answers as it does (seed %i)',
  async (seed) => {
    const random = seededRandom(`surface ${seed}`)
    const live = testRegistry()
    let accepted = 0
    for (let step = 0; step < STEPS; step++) {
      const { status } = await live.ask(...randomCall(random))
      if (status === 200) accepted += 1
      if (step % 20 !== 19) continue
      const replayed = testRegistry({ log: { records: [...live.log.records] } })
      expect(await everything(replayed)).toEqual(await everything(live))
    }
    expect(accepted, 'calls that changed something').toBeGreaterThan(STEPS / 4)
  },
)

const SUBJECTS = ['s', 't', ':.ctx:s']
const LEVELS = ['NONE', 'BACKWARD', 'FULL_TRANSITIVE']
const MODES = ['READWRITE', 'READONLY', 'READWRITE', 'IMPORT']

function randomCall(random: Random): [request: string, body?: unknown] {
  const subject = SUBJECTS[random.below(SUBJECTS.length)]!
  const version = 1 + random.below(3)
  switch (random.below(12)) {
    case 0:
      return [`DELETE /subjects/${subject}`]
    case 1:
      return [`DELETE /subjects/${subject}?permanent=true`]
    case 2:
      return [`DELETE /subjects/${subject}/versions/${version}`]
    case 3:
      return [`DELETE /subjects/${subject}/versions/${version}?permanent=true`]
    case 4:
      return [`PUT /config/${subject}`, { compatibility: LEVELS[random.below(LEVELS.length)] }]
    case 5:
      return [`DELETE /config/${subject}`]
    case 6:
      return [`PUT /mode/${subject}`, { mode: MODES[random.below(MODES.length)] }]
    case 7:
      return [`DELETE /mode/${subject}`]
    default: {
      const formats = Object.values(FORMATS)
      const sent = formats[random.below(formats.length)]!(random.below(5), false)
      const metadata = random.below(3) === 0 ? { metadata: { properties: { owner: String(random.below(2)) } } } : {}
      return [`POST /subjects/${subject}/versions`, { ...sent, ...metadata }]
    }
  }
}

/** All that can be read, as it is answered; `ts` is of the record, which a log in memory does not keep. */
async function everything({ ask }: TestRegistry): Promise<readonly unknown[]> {
  const answers: unknown[] = []
  const see = async (path: string): Promise<unknown> => {
    const { status, json } = await ask<unknown>(`GET ${path}`)
    answers.push([path, status, json])
    return json
  }
  for (const path of ['/contexts', '/config', '/mode', '/schemas?deleted=true&subjectPrefix=:*:', '/schemas?latestOnly=true'])
    await see(path)
  const subjects = (await see('/subjects?deleted=true')) as readonly string[]
  for (const subject of [...subjects, ...SUBJECTS]) {
    for (const path of ['versions?deleted=true', 'versions', 'versions/latest', 'versions/latest?deleted=true'])
      await see(`/subjects/${subject}/${path}`)
    await see(`/config/${subject}?defaultToGlobal=true`)
    await see(`/mode/${subject}?defaultToGlobal=true`)
  }
  for (let id = 1; id <= 15; id++) for (const path of ['', '/subjects', '/versions']) await see(`/schemas/ids/${id}${path}`)
  return answers
}
