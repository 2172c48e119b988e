import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE_DIR } from '../cache.ts'
import { run } from '../process.ts'
import { holds, same } from './checks.ts'
import { GROUP, TOPIC } from './pages.ts'
import { show, type Stage, write } from './stage.ts'

const RUN_MS_MAX = 60_000

/** The link that `./leat up` prints. */
export async function logIn({ page, up, checks, watched }: Stage): Promise<void> {
  await checks.check('a page that is not logged in is no reason for the browser to ask for a password itself', async () => {
    const answer = await page.context().request.get(`${up.control_plane}/leat/v1/console/session`, { headers: { 'x-leat-console': '1' } })
    same(answer.status(), 401, 'status')
    holds(
      !/\bBasic\b/i.test(answer.headers()['www-authenticate'] ?? ''),
      `www-authenticate: ${answer.headers()['www-authenticate']}: browsers show their own login over the page, and it waits`,
    )
  })
  await checks.check('the link of the banner logs in, leaves the address, and the session is out of reach of scripts', async () => {
    await page.goto(up.console)
    await page.getByRole('heading', { name: 'Environments' }).waitFor()
    holds(!page.url().includes('link='), `the link is still in ${page.url()}`)
    const cookies = await page.context().cookies()
    holds(
      cookies.length > 0 && cookies.every(({ httpOnly, sameSite }) => httpOnly && sameSite === 'Strict'),
      JSON.stringify(cookies.map(({ name, httpOnly, sameSite }) => ({ name, httpOnly, sameSite }))),
    )
    same(await page.evaluate('document.cookie'), '', 'what scripts see of cookies')
    // Before the link is taken in, nobody is logged in: the browser writes that 401 down.
    same(watched.complaints(/status of 401/), [], 'complaints')
  })
}

/** The first walk of somebody who has not read the README: from the environments to a client's own records. */
export async function firstWalk(stage: Stage): Promise<void> {
  const { page, up, checks, watched } = stage
  const { check } = checks
  const at = `/environments/${up.environment}/clusters/${up.cluster}`
  // What tells that something is done is a dialog too, without a heading.
  const dialog = page.getByRole('dialog').filter({ has: page.getByRole('heading') })

  await check('an empty cluster says what to do: the way from home to its topics', async () => {
    await page.getByRole('link', { name: /cluster_0/ }).click()
    await page.getByRole('heading', { name: 'cluster_0' }).waitFor()
    await page.getByRole('link', { name: 'Topics', exact: true }).click()
    await page.getByText('No topics yet').waitFor()
  })
  for (const [path, says] of [
    [`${at}/groups`, 'No consumer groups yet'],
    [`${at}/acls`, 'No ACLs'],
    ['/access/service-accounts', 'No service accounts yet'],
  ] as const)
    await check(`where nothing is yet, it says so: ${says}`, async () => {
      await show(stage, path)
      await page.getByText(says).waitFor()
    })
  await check('a topic is created and opens with its records', async () => {
    await show(stage, `${at}/topics`)
    await page.getByRole('button', { name: 'Create topic' }).click()
    await page.getByLabel('Name').fill('not a name')
    await page.getByText('Letters, digits, dots').waitFor()
    await page.getByLabel('Name').fill(TOPIC)
    await page.getByLabel('Partitions').fill('3')
    await dialog.getByRole('button', { name: 'Create topic' }).click()
    await page.getByRole('heading', { name: TOPIC }).waitFor()
    await page.getByText('No records here').waitFor()
  })
  await check('a record is produced from an example, with a header, and is shown', async () => {
    await page.getByRole('button', { name: 'Produce', exact: true }).click()
    await page.getByRole('button', { name: 'Fill in an example' }).click()
    await write(page.getByRole('textbox', { name: 'Value', exact: true }), '{"n": 3, "by": "hand"}')
    await page.getByRole('button', { name: 'Add header' }).click()
    await page.getByPlaceholder('name').fill('trace')
    await page.getByPlaceholder('value').fill('t-1')
    await dialog.getByRole('button', { name: 'Produce', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('row').filter({ hasText: '"by":"hand"' }).waitFor()
  })
  await check('it opens with key, value and headers; Escape closes it; the address says which', async () => {
    await page.getByRole('row').filter({ hasText: '"by":"hand"' }).click()
    const detail = page.getByRole('region', { name: /^Record 0 of partition/ })
    await detail.getByText('Header trace').waitFor()
    holds(/open=\d%2F0/.test(page.url()), page.url())
    await page.getByRole('grid').press('Escape')
    await detail.waitFor({ state: 'detached' })
  })
  await check('it is produced again, and arrives in a live tail', async () => {
    await page.getByLabel('Live').check()
    await page.getByText(/, live$/).waitFor()
    await page.getByRole('row').filter({ hasText: '"by":"hand"' }).click()
    await page.getByRole('button', { name: 'Produce again' }).click()
    await dialog.getByText('"by": "hand"').waitFor()
    await write(page.getByRole('textbox', { name: 'Value', exact: true }), '{"n": 9, "by": "tail"}')
    await dialog.getByRole('button', { name: 'Produce', exact: true }).click()
    await page.getByRole('row').filter({ hasText: '"by":"tail"' }).waitFor({ timeout: 3_000 })
    await page.getByLabel('Live').uncheck()
  })
  await check('a JavaScript filter runs in the server, and is remembered for the topic', async () => {
    const filter = page.getByRole('textbox', { name: /^Filter/ })
    await filter.pressSequentially('val')
    await page.getByRole('option', { name: /value\.n$/ }).waitFor()
    await write(filter, 'value.n > 5')
    await filter.press('Enter')
    await page.getByRole('row').filter({ hasText: '"by":"hand"' }).waitFor({ state: 'detached' })
    await page.getByRole('row').filter({ hasText: '"by":"tail"' }).waitFor()
    holds(page.url().includes('filter='), page.url())
    await page.getByRole('button', { name: 'Save search' }).click()
    await dialog.getByRole('button', { name: 'Save' }).click()
    await page.getByRole('button', { name: 'Clear' }).click()
    await page.getByRole('row').filter({ hasText: '"by":"hand"' }).waitFor()
    await page.getByRole('button', { name: 'Last: value.n > 5' }).click()
    await page.getByRole('row').filter({ hasText: '"by":"hand"' }).waitFor({ state: 'detached' })
    same(watched.complaints(), [], 'complaints')
  })
  await check('a filter that is no JavaScript is refused in words', async () => {
    await show(stage, `${at}/topics/${TOPIC}?filter=value.(`)
    await page.getByRole('alert').waitFor()
    same(watched.complaints(/status of 400/), [], 'complaints')
  })
  await check('a key is created and shown once', async () => {
    await show(stage, '/access/api-keys')
    await page.getByRole('button', { name: 'Create key' }).click()
    await page.getByLabel('For', { exact: true }).selectOption(up.environment)
    await page.getByLabel('Resource').selectOption(up.cluster)
    await page.getByLabel('Name').fill('walked')
    await dialog.getByRole('button', { name: 'Create key' }).click()
    await page.getByRole('heading', { name: 'The key is made' }).waitFor()
    const secret = await dialog.locator('code').last().innerText()
    await page.getByRole('button', { name: 'I have it' }).click()
    await page.getByRole('cell', { name: 'walked' }).waitFor()
    holds(secret.length > 30 && !(await page.content()).includes(secret), 'the secret is still on the page')
  })
  await check('a key is revoked once its name is typed', async () => {
    const row = page.getByRole('row').filter({ hasText: 'walked' })
    const id = await row.locator('code').innerText()
    await row.getByRole('button').click()
    holds(await page.getByRole('button', { name: 'Delete key' }).isDisabled(), 'it can be deleted before its name is typed')
    await page.getByLabel(`Type ${id} to confirm`).fill(id)
    await page.getByRole('button', { name: 'Delete key' }).click()
    await row.waitFor({ state: 'detached' })
  })
  await check('the JavaScript example runs as it is pasted', async () => {
    await show(stage, `${at}/connect?language=javascript&topic=${TOPIC}`)
    await page.getByRole('button', { name: 'Make a key and put it in' }).click()
    await page.getByText('is shown here and never again').waitFor()
    const output = await runPasted(await page.locator('main pre').innerText())
    holds((output.match(/^partition \d, offset \d+: /gm)?.length ?? 0) >= 10, `it read less than ten records:\n${output}`)
  })
  await check('its records are there', async () => {
    await show(stage, `${at}/topics/${TOPIC}?key=key-10`)
    await page.getByRole('row').filter({ hasText: 'key-10' }).waitFor()
  })
  await check('its group is reset, with a look at what changes before', async () => {
    await show(stage, `${at}/groups`)
    await page.getByRole('link', { name: GROUP }).click()
    await page.getByRole('button', { name: 'Reset offsets' }).click()
    const preview = dialog.getByRole('row')
    await preview.nth(1).waitFor()
    holds((await preview.nth(1).innerText()).includes('-'), `the preview says ${await preview.nth(1).innerText()}`)
    await dialog.getByRole('button', { name: 'Reset offsets' }).click()
    await page.getByText(/(partitions are|partition is) reset/).waitFor()
    same(watched.complaints(), [], 'complaints')
  })
}

async function runPasted(program: string): Promise<string> {
  // Below the repository: kafkajs is found from there, as `npm install kafkajs` would have put it.
  const dir = join(CACHE_DIR, `console-${process.pid}`)
  mkdirSync(dir, { recursive: true })
  try {
    const file = join(dir, 'first-look.mjs')
    writeFileSync(file, program, { mode: 0o600 })
    const { code, stdout, stderr } = await run(process.execPath, [file], { timeoutMs: RUN_MS_MAX })
    same(code, 0, `its exit code; it said ${stderr.slice(-500)}`)
    return stdout
  } finally {
    rmSync(dir, { recursive: true, force: true })
  }
}
