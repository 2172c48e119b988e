import { availableParallelism, loadavg } from 'node:os'
import { holds, same } from './checks.ts'
import { fill, GROUPS, MILLION, PARTITIONS, RECORDS, TOPICS, WIDE } from './fill.ts'
import type { Stage } from './stage.ts'

const FILL_MS_MAX = 40_000
/** On loopback, from the click to the first row. */
const PAINT_MS_MAX = 1_000
/** The machine has other things to do now and then: the best of these counts. */
const TRIES = 5
/** Whatever the page holds: who is logged in, where one is, and one request for what is shown, or two. */
const REQUESTS_MAX = 6
const SCROLLS = 60
/** A search answers after so long at most, and can be asked to go on. */
const STRETCH_MS_MAX = 30_000
const STRETCHES_MAX = 8
/** What this proof keeps busy itself: Leat and a browser. */
const OWN_LOAD = 2
const BUSY_MAX = 4

interface Large {
  readonly name: string
  readonly path: string
  /** Text of a row that stands in the first screen. */
  readonly first: string
  /** What scrolls, and how high its rows are. */
  readonly frame: string
  readonly rows: string
}

/** A million records, 1,000 topics, 500 groups, 100 partitions: painted at once, no request per row, and no blank row however one scrolls. */
export async function largeOnes(stage: Stage): Promise<void> {
  const { page, up, checks, watched } = stage
  const at = `/environments/${up.environment}/clusters/${up.cluster}`
  await checks.check(`a cluster is filled: ${RECORDS} records, ${TOPICS} topics, ${GROUPS} groups, ${PARTITIONS} partitions`, async () => {
    const began = performance.now()
    await fill(up)
    const tookMs = Math.round(performance.now() - began)
    console.log(`          filled in ${tookMs} ms`)
    holds(tookMs < FILL_MS_MAX, `it took ${tookMs} ms`)
  })
  const table = (label: string) => ({ frame: `[role="region"][aria-label="${label}"]`, rows: 'tbody tr:not([aria-hidden])' })
  const pages: readonly Large[] = [
    { name: `${TOPICS} topics`, path: `${at}/topics`, first: MILLION, ...table('Topics') },
    { name: `${GROUPS} groups`, path: `${at}/groups`, first: 'group-000', ...table('Consumer groups') },
    { name: `${PARTITIONS} partitions`, path: `${at}/topics/${WIDE}/partitions`, first: 'Broker 1', ...table('Partitions') },
    {
      name: `${RECORDS} records`,
      path: `${at}/topics/${MILLION}?limit=1000`,
      first: 'customer-',
      frame: '[role="grid"]',
      rows: '[role="row"][aria-rowindex]',
    },
  ]
  for (const large of pages) {
    await checks.check(`${large.name}: the first rows stand within ${PAINT_MS_MAX} ms, with ${REQUESTS_MAX} requests at most`, async () => {
      const seen: number[] = []
      const limitMs = Math.round(PAINT_MS_MAX * busy())
      for (let turn = 0; turn < TRIES; turn++) {
        await page.goto('about:blank')
        watched.requests()
        await page.goto(stage.address(large.path), { waitUntil: 'commit' })
        await page.locator(large.frame).getByText(large.first).first().waitFor()
        seen.push(Math.round(await page.evaluate<number>('performance.now()')))
        const requests = watched.requests()
        holds(requests.length <= REQUESTS_MAX, `${requests.length} requests: ${requests.join(', ')}`)
        if (seen.at(-1)! < limitMs) break
      }
      console.log(`          first rows after ${seen.join(', ')} ms, ${limitMs} ms at most`)
      holds(Math.min(...seen) < limitMs, `after ${seen.join(', ')} ms`)
    })
    await checks.check(`${large.name}: no row is blank while one scrolls`, async () => {
      const { blank, reached, rows } = await page.evaluate<Scrolled>(scrolling(large))
      console.log(`          scrolled to ${reached} px, ${rows} rows drawn at most`)
      same(blank, 0, 'screens with a blank place')
      holds(rows < 300, `${rows} rows are drawn at once`)
      same(watched.complaints(), [], 'complaints')
    })
  }
  await checks.check('what is looked for is found in a million records, a stretch at a time', async () => {
    await page.goto(stage.address(`${at}/topics/${MILLION}?from=oldest&text=${encodeURIComponent('"n":654321,')}`))
    const found = page.getByRole('row').filter({ hasText: '"n":654321,' })
    const further = page.getByRole('button', { name: 'Search on' })
    for (let stretch = 0; stretch < STRETCHES_MAX; stretch++) {
      await found.or(further).first().waitFor({ timeout: STRETCH_MS_MAX })
      if (await found.isVisible()) return
      await further.click()
      await further.waitFor({ state: 'detached' })
    }
    throw new Error(`not found in ${STRETCHES_MAX} stretches`)
  })
}

/** Others may have this machine too: with as much else to do for each core, everything takes as many times as long. 1 where it is ours. */
function busy(): number {
  return Math.min(BUSY_MAX, Math.max(1, (loadavg()[0]! - OWN_LOAD) / availableParallelism()))
}

interface Scrolled {
  readonly blank: number
  readonly reached: number
  readonly rows: number
}

/** Scrolls by screens; after each, the middle of the frame must show a row, and what is above and below it too. */
function scrolling({ frame, rows }: Large): string {
  return `(async () => {
    const frame = document.querySelector('${frame}')
    const area = frame.scrollHeight > frame.clientHeight + 1 ? frame : document.querySelector('main')
    const drawn = () => [...frame.querySelectorAll('${rows}')]
    let blank = 0, most = 0
    for (let n = 0; n < ${SCROLLS}; n++) {
      area.scrollTop += area.clientHeight * 0.9
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
      const { top, bottom, left } = frame.getBoundingClientRect()
      const [from, to] = [Math.max(top + 44, 60), Math.min(bottom, innerHeight) - 4]
      const boxes = drawn().map((row) => row.getBoundingClientRect())
      for (const y of [from, (from + to) / 2, to - 2])
        if (to > from && frame.scrollHeight > to - top && !boxes.some((box) => box.top <= y && box.bottom >= y)) { blank++; break }
      most = Math.max(most, boxes.length)
    }
    return { blank, reached: Math.round(area.scrollTop), rows: most }
  })()`
}
