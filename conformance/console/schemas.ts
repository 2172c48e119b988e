import { same } from './checks.ts'
import { SUBJECT, TOPIC } from './pages.ts'
import { show, type Stage, write } from './stage.ts'

const avro = (fields: readonly object[]): string => JSON.stringify({ type: 'record', name: 'Walk', fields })
const FIRST = avro([{ name: 'n', type: 'long' }])
/** Readers of the last version's records find no value for `by`. */
const INCOMPATIBLE = avro([
  { name: 'n', type: 'long' },
  { name: 'by', type: 'string' },
])
const COMPATIBLE = avro([
  { name: 'n', type: 'long' },
  { name: 'by', type: 'string', default: '' },
])

/** A schema from the console to a record and back. */
export async function withSchemas(stage: Stage): Promise<void> {
  const { page, up, checks, watched } = stage
  const { check } = checks
  const dialog = page.getByRole('dialog').filter({ has: page.getByRole('heading') })
  const editor = page.getByRole('textbox', { name: 'Schema', exact: true })

  await check('an environment without schemas says so, and the first is registered', async () => {
    await show(stage, `/environments/${up.environment}/schemas`)
    await page.getByText('No schemas yet').waitFor()
    await page.getByRole('button', { name: 'Register a schema' }).click()
    await dialog.getByLabel('Subject').fill(SUBJECT)
    await write(editor, FIRST)
    await dialog.getByRole('button', { name: 'Register' }).click()
    await page.getByRole('heading', { name: SUBJECT }).waitFor()
    await page.getByText('"name": "Walk"').waitFor()
    same(watched.complaints(), [], 'complaints')
  })
  await check('an incompatible one is told before it is registered, and refused', async () => {
    await page.getByRole('button', { name: 'New version' }).click()
    await write(editor, INCOMPATIBLE)
    await page.getByRole('button', { name: 'Check compatibility' }).click()
    await dialog.getByText('Not compatible with what is registered').waitFor()
    await dialog.getByRole('button', { name: 'Register' }).click()
    await dialog.getByRole('alert').waitFor()
    same(watched.complaints(/status of 409/), [], 'complaints')
  })
  await check('a compatible one is registered, and what differs is shown', async () => {
    await write(editor, COMPATIBLE)
    await page.getByRole('button', { name: 'Check compatibility' }).click()
    await dialog.getByText('Compatible: it can be registered').waitFor()
    await dialog.getByRole('button', { name: 'Register' }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByLabel('Compared with').selectOption('1')
    await page.getByText(/^\d+ added, 0 removed$/).waitFor()
    same(watched.complaints(), [], 'complaints')
  })
  await check('a record is produced by the schema, and read by it', async () => {
    await show(stage, `/environments/${up.environment}/clusters/${up.cluster}/topics/${TOPIC}`)
    await page.getByRole('button', { name: 'Produce', exact: true }).click()
    await page.getByLabel('Value format').selectOption('avro')
    await page.getByLabel('Value subject').selectOption(SUBJECT)
    await write(page.getByRole('textbox', { name: 'Value', exact: true }), '{"n": 77, "by": "avro"}')
    await dialog.getByRole('button', { name: 'Produce', exact: true }).click()
    const row = page.getByRole('row').filter({ hasText: '"by":"avro"' })
    await row.click()
    await page.getByText('avro', { exact: true }).waitFor()
    same(watched.complaints(), [], 'complaints')
  })
  await check('a subject is deleted once its name is typed, and is found among the deleted', async () => {
    await show(stage, `/environments/${up.environment}/schemas`)
    await page.getByRole('button', { name: 'Register a schema' }).click()
    await dialog.getByLabel('Subject').fill('gone-value')
    await dialog.getByRole('button', { name: 'Register' }).click()
    await page.getByRole('heading', { name: 'gone-value' }).waitFor()
    await page.getByRole('button', { name: 'Delete subject' }).click()
    await dialog.getByLabel('Type gone-value to confirm').fill('gone-value')
    await dialog.getByRole('button', { name: 'Delete subject' }).click()
    await page.getByRole('heading', { name: 'Schemas' }).waitFor()
    await page.getByRole('link', { name: 'gone-value' }).waitFor({ state: 'detached' })
    await page.getByLabel('Deleted too').check()
    await page.getByRole('link', { name: 'gone-value' }).waitFor()
    same(watched.complaints(), [], 'complaints')
  })
}
