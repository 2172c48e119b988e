/** Plays scripts against the engine and prints where it deviates from the recordings: `node conformance/differential/show.ts [script…]`. */
import { readRecorded } from './recorded.ts'
import { compare } from './compare.ts'
import { placesOf } from './differences.ts'
import { playOurs } from './play-ours.ts'
import { RAW_BYTES, SCRIPTS } from './scripts/index.ts'

const wanted = process.argv.slice(2)
// The engine's timers keep nobody alive; a request that is never answered shall be told of.
const alive = setInterval(() => {}, 1000)
for (const name of [...SCRIPTS.map((script) => script.name), RAW_BYTES]) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  const deviations = compare(readRecorded(name), await playOurs(name))
  const explained = (deviation: (typeof deviations)[number]) =>
    placesOf(name).some((known) => known.step === deviation.step && known.path === deviation.path && known.ours === deviation.ours)
  for (const deviation of deviations) {
    if (!explained(deviation))
      console.log(
        `${name} | ${deviation.step} | ${deviation.path}\n    kafka ${JSON.stringify(deviation.kafka)}\n    ours  ${JSON.stringify(deviation.ours)}`,
      )
  }
  console.log(`${name}: ${deviations.length} deviations, ${deviations.filter(explained).length} explained`)
}
clearInterval(alive)
