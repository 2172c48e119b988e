import { ok, type Result } from '@leat/base'
import type { Command, Input } from './command.ts'
import type { Complaint } from './complaint.ts'
import { openConfig } from './config/store.ts'
import type { Context } from './context.ts'
import type { Format } from './output/render.ts'
import type { World } from './run.ts'
import type { Chosen } from './session/open.ts'
import type { Session } from './session/session.ts'
import type { View } from './view.ts'

/** Runs a command on its parsed input and shows what it answers. */
export async function execute(command: Command, input: Input, world: World, isPaged = true): Promise<Result<null, Complaint>> {
  const { config, session, http } = sessions(world, input.flags as Chosen)
  using _ = http
  const shown = await command.run({ ...world, config, session }, input)
  if (!shown.ok) return shown
  await show(shown.value, (input.flags['output'] as Format | undefined) ?? 'human', world, isPaged)
  return ok(null)
}

/** What is longer than the screen goes through the pager. */
async function show(view: View, format: Format, { terminal, environment }: World, isPaged: boolean): Promise<void> {
  if (view.kind === 'nothing') return
  const { render } = await import('./output/render.ts')
  const shown = render(view, format, terminal.columns)
  const { pager } = environment
  const isLong = terminal.rows !== null && shown.split('\n').length > terminal.rows
  if (isPaged && isLong && pager !== null) await terminal.page(shown, pager)
  else await terminal.write(shown)
}

/** The login is looked for, and HTTP loaded, only when a command asks for it. */
function sessions(world: World, chosen: Chosen): Pick<Context, 'config' | 'session'> & { readonly http: Disposable } {
  const config = openConfig(world.fs, world.environment.configDir, world.random)
  const opened = new DisposableStack()
  let session: Promise<Result<Session, Complaint>> | null = null
  const open = async (): Promise<Result<Session, Complaint>> => {
    const { findLogin, httpFor, openLoginSession } = await import('./session/open.ts')
    const login = findLogin(config, chosen.context)
    if (!login.ok) return login
    const http = opened.use(httpFor(login.value.caFile, world))
    return openLoginSession(login.value, http, { ...world, config }, chosen)
  }
  return { config, session: () => (session ??= open()), http: opened }
}
