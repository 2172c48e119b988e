import { afterAll, beforeAll, expect, test } from 'vitest'
import { API_VERSIONS, rangesOf } from './api-ranges.ts'
import { compare } from './compare.ts'
import { placesOf, type Place } from './differences.ts'
import { openEngineUnderTest } from './engine-under-test.ts'
import { playOurs } from './play-ours.ts'
import { readRecorded } from './recorded.ts'
import { RAW_BYTES, SCRIPTS } from './scripts/index.ts'

// The engine's timers keep no process alive: a request that is never answered must end as a failed test.
let alive: NodeJS.Timeout
beforeAll(() => void (alive = setInterval(() => {}, 1_000)))
afterAll(() => clearInterval(alive))

const names = [...SCRIPTS.map(({ name }) => name), RAW_BYTES]

test.for(names)('%s: answers as Apache Kafka did, but where a difference is listed', async (name) => {
  const deviations = compare(readRecorded(name), await playOurs(name))
  const listed = placesOf(name)
  const isSame = (place: Place, { step, path, ours }: (typeof deviations)[number]): boolean =>
    place.step === step && place.path === path && place.ours === ours
  expect(deviations.filter((deviation) => !listed.some((place) => isSame(place, deviation)))).toEqual([])
  expect(
    listed.filter((place) => !deviations.some((deviation) => isSame(place, deviation))),
    'listed, but no longer so',
  ).toEqual([])
})

test('every API that is served is advertised in the versions of Apache Kafka', async () => {
  await using engine = await openEngineUnderTest()
  const served = rangesOf(engine)
  const kafka = readRecorded(API_VERSIONS)
  expect(served).toEqual(served.map(({ step }) => kafka.find((range) => range.step === step)))
})

test('differences are listed for scripts that exist', () => {
  expect(placesOf(null).filter(({ script }) => !names.includes(script))).toEqual([])
})

test('every step has a name of its own', () => {
  for (const { name, moves } of SCRIPTS) {
    const labels = moves.flatMap((move) => ('label' in move ? [move.label] : []))
    expect(
      labels.filter((label, i) => labels.indexOf(label) !== i),
      name,
    ).toEqual([])
  }
})
