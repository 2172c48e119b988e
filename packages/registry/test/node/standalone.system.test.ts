/** Real processes: a Kafka, and registries that are killed (SIGKILL) and paused (SIGSTOP) while schemas are registered through all of them. */
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { Processes, type RegistryProcess, freePorts } from './processes.ts'

/** What is promised. kill.sim.ts holds it each time, in a time of its own; real processes share their cores with other tests, so here the median must. */
const BACK_MS_MAX = 2_000
/** Without the others' probes only the session timeout would bring writes back. */
const SESSION_MS = 10_000
const ROUNDS = 4
const HEADERS = { 'content-type': 'application/vnd.schemaregistry.v1+json' }

interface Written {
  readonly status: number
  readonly id: number
  readonly message: string
}

async function register(url: string, name: string, msMax = 15_000): Promise<Written> {
  const body = JSON.stringify({ schema: JSON.stringify({ type: 'record', name, fields: [] }) })
  const answer = await fetch(`${url}/subjects/${name}/versions`, {
    method: 'POST',
    headers: HEADERS,
    body,
    signal: AbortSignal.timeout(msMax),
  })
  const json = (await answer.json()) as { readonly id?: number; readonly message?: string }
  return { status: answer.status, id: json.id ?? 0, message: json.message ?? '' }
}

async function get(url: string, path: string): Promise<{ readonly status: number; readonly json: Readonly<Record<string, unknown>> }> {
  const answer = await fetch(url + path)
  return { status: answer.status, json: (await answer.json()) as Record<string, unknown> }
}

async function ready(url: string): Promise<string> {
  for (;;) {
    const { status, json } = await get(url, '/leat/ready').catch(() => ({ status: 0, json: {} as Record<string, unknown> }))
    if (status === 200) return json['leader'] as string
    await sleep(20)
  }
}

test('three registries under random kills and pauses of the primary lose no answer, give no id twice, and write again within two seconds', async () => {
  await using processes = new Processes()
  await processes.kafka()
  const ports = await freePorts(3)
  const registries = await Promise.all(ports.map((port) => processes.registry(port)))
  const answered = new Map<string, number>()
  const random = seededRandom('processes')
  let next = 1
  let isOver = false
  const write = async ({ url }: RegistryProcess, msMax?: number): Promise<Written | null> => {
    const name = `s${next++}`
    const written = await register(url, name, msMax).catch(() => null)
    if (written?.status === 200) answered.set(name, written.id)
    return written
  }
  const work = async (): Promise<void> => {
    while (!isOver) {
      await write(registries[random.below(3)]!)
      await sleep(random.below(20))
    }
  }
  const working = Array.from({ length: 6 }, work)
  const took: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    const leaders = await Promise.all(registries.map(({ url }) => ready(url)))
    await sleep(600 + random.below(300))
    const index = registries.findIndex(({ url }) => url === leaders[0])
    const victim = registries[index]!
    const isKilled = round % 2 === 0
    victim.child.kill(isKilled ? 'SIGKILL' : 'SIGSTOP')
    const struckAt = performance.now()
    const first = await write(registries[(index + 1) % 3]!)
    took.push(performance.now() - struckAt)
    expect(first, victim.stderr()).toMatchObject({ status: 200 })
    await sleep(random.below(1_000))
    if (isKilled) registries[index] = await processes.registry(ports[index]!)
    else victim.child.kill('SIGCONT')
  }
  isOver = true
  await Promise.all(working)
  const sorted = took.toSorted((a, b) => a - b)
  expect(sorted[Math.floor((ROUNDS - 1) / 2)], `${took.map(Math.round).join(', ')} ms`).toBeLessThan(BACK_MS_MAX)
  expect(sorted.at(-1)).toBeLessThan(SESSION_MS)
  expect(answered.size).toBeGreaterThan(100)
  const ids = new Set(answered.values())
  expect(ids.size).toBe(answered.size)
  for (const { url } of registries) {
    await ready(url)
    const { json } = await get(url, '/subjects')
    const shown = await idsOf(url, json as unknown as readonly string[])
    expect(new Set(shown.values()).size).toBe(shown.size)
    for (const [name, id] of answered) expect([name, shown.get(name)]).toEqual([name, id])
  }
})

/** A few at a time. */
async function idsOf(url: string, names: readonly string[]): Promise<ReadonlyMap<string, unknown>> {
  const ids = new Map<string, unknown>()
  for (let at = 0; at < names.length; at += 16)
    await Promise.all(
      names.slice(at, at + 16).map(async (name) => ids.set(name, (await get(url, `/subjects/${name}/versions/1`)).json['id'])),
    )
  return ids
}

test('a registry that may not become primary is promoted by a command, from its machine', async () => {
  await using processes = new Processes()
  await processes.kafka()
  const ports = await freePorts(2)
  const main = await processes.registry(ports[0]!)
  await ready(main.url)
  expect(await register(main.url, 'a')).toMatchObject({ status: 200, id: 1 })
  const reader = await processes.registry(ports[1]!, '--eligible', 'false')
  await ready(reader.url)
  const early = await processes.run('registry', 'promote', '--url', reader.url)
  expect([early.code, early.stderr]).toEqual([1, expect.stringContaining('The group has a primary') as string])
  main.child.kill('SIGTERM')
  expect((await once(main.child, 'close'))[0]).toBe(0)
  await expect.poll(async () => (await get(reader.url, '/leat/ready')).json['role'], { timeout: 10_000 }).toBe('no-primary')
  expect(await register(reader.url, 'b')).toMatchObject({ status: 503, message: 'Leader not known.' })
  expect((await get(reader.url, '/subjects/a/versions/1')).json).toMatchObject({ id: 1 })
  const promoted = await processes.run('registry', 'promote', '--url', reader.url)
  expect([promoted.code, promoted.stdout]).toEqual([0, expect.stringContaining(`${reader.url} is primary now`) as string])
  expect(await register(reader.url, 'b')).toMatchObject({ status: 200, id: 2 })
})

test('what is asked wrongly ends with a sentence that says what to do', async () => {
  await using processes = new Processes()
  const refused = async (...args: string[]) => {
    const { code, stderr } = await processes.run('registry', ...args)
    return [code, stderr]
  }
  expect(await refused()).toEqual([2, expect.stringContaining('--bootstrap HOST:PORT says where Kafka is') as string])
  expect(await refused('--bootstrap', 'localhost:1', '--topc', 'x')).toEqual([
    2,
    expect.stringContaining('did you mean --topic?') as string,
  ])
})
