import { FsError } from '@leat/base'
import { nodeRandom } from '@leat/base/node'
import { memoryFs } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { type LoginContext, NEW_CONTEXT, withContext } from './model.ts'
import { openConfig } from './store.ts'

const LOGIN: LoginContext = {
  ...NEW_CONTEXT,
  name: 'local',
  url: 'http://localhost:9021',
  caFile: null,
  email: 'admin@leat.local',
  user: 'u-1',
  organization: 'o',
}

test('nothing is made before there is something to keep', () => {
  const fs = memoryFs()
  expect(openConfig(fs, '/config', nodeRandom()).read()).toMatchObject({ contexts: {}, currentContext: null })
  expect(fs.statSync('/config')).toBeNull()
})

test('what one command keeps, the next one reads', () => {
  const fs = memoryFs()
  openConfig(fs, '/config', nodeRandom()).change((config) => withContext(config, LOGIN))
  expect(openConfig(fs, '/config', nodeRandom()).read().contexts['local']).toEqual(LOGIN)
})

test('a secret opens for its purpose alone, and only with the key file', () => {
  const fs = memoryFs()
  const config = openConfig(fs, '/config', nodeRandom())
  const sealed = config.seal('password of a', 'open sesame')
  expect(sealed).not.toContain('sesame')
  expect(config.unseal('password of a', sealed)).toBe('open sesame')
  expect(config.unseal('password of b', sealed)).toBeNull()
  expect(config.unseal('password of a', `${sealed.slice(0, -2)}AA`)).toBeNull()
  expect(config.unseal('password of a', 'open sesame')).toBeNull()
  fs.unlinkSync('/config/key')
  expect(config.unseal('password of a', sealed)).toBeNull()
})

test('a change that another command disturbs is made again on what that one wrote', () => {
  const fs = memoryFs()
  const config = openConfig(fs, '/config', nodeRandom())
  const other = openConfig(fs, '/config', nodeRandom())
  let disturbed = false
  const replaceFileSync = fs.replaceFileSync.bind(fs)
  fs.replaceFileSync = (path, data, mode) => {
    if (disturbed) return replaceFileSync(path, data, mode)
    disturbed = true
    other.change((all) => withContext(all, { ...LOGIN, name: 'other' }))
    throw new FsError('EEXIST', 'replace', path)
  }
  config.change((all) => withContext(all, LOGIN))
  expect(Object.keys(config.read().contexts)).toEqual(['other', 'local'])
})

test.for(['not json', '{"version":2}', '[]'])('a file that is not ours is not written over: %s', (text) => {
  const fs = memoryFs()
  fs.mkdirSync('/config')
  fs.replaceFileSync('/config/config.json', text)
  const config = openConfig(fs, '/config', nodeRandom())
  expect(() => config.change((all) => all)).toThrow('/config/config.json')
  expect(fs.readFileSync('/config/config.json').toString()).toBe(text)
})
