import { command } from '../command.ts'
import { changeContext } from '../config/model.ts'
import { CONTEXT_FLAG } from '../flags.ts'
import { NOT_LOGGED_IN, purposeOf } from '../session/tokens.ts'
import { findLogin, httpFor } from '../session/open.ts'
import { fail } from '@leat/base'
import { text } from '../view.ts'

export const logout = command({
  path: 'logout',
  summary: 'End the login and forget its tokens and password.',
  more: 'The session ends at the control plane too, where it can be reached. Contexts, what is current in them and stored API keys stay.',
  flags: CONTEXT_FLAG,
  examples: [{ does: 'Log out.', line: 'logout' }],
  async run(context, { flags }) {
    const login = findLogin(context.config, flags.context)
    if (!login.ok) return login
    const { name, url, caFile, sealedToken } = login.value
    if (sealedToken === null) return fail(NOT_LOGGED_IN)
    const token = context.config.unseal(purposeOf(login.value, 'token'), sealedToken)
    context.config.change((all) =>
      changeContext(all, name, (one) => ({ ...one, sealedToken: null, sealedRefreshToken: null, sealedPassword: null })),
    )
    if (token !== null) {
      using http = httpFor(caFile, context)
      // A Leat that is down, or a session that ended before: nothing is left to end.
      await http.send({ method: 'DELETE', url: new URL('/api/sessions', url), headers: {}, body: JSON.stringify({ idToken: token }) })
    }
    return text('You are now logged out.')
  },
})
