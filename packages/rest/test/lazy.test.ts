import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'

const SCRIPT = `
import { registerHooks } from 'node:module'
const urls = []
registerHooks({ load: (url, context, next) => (urls.push(url), next(url, context)) })
const loaded = () => ({
  'node:http': process.moduleLoadList.includes('NativeModule http'),
  'node:tls': process.moduleLoadList.includes('NativeModule tls'),
  valibot: urls.some((url) => url.includes('/valibot/')),
  engine: urls.some((url) => url.endsWith('/rest/src/server/engine.ts')),
})
const { memoryMeter, silentLogger } = await import('@leat/base')
const { nodeClock, nodeNet, nodeRandom } = await import('@leat/base/node')
const { openHttp } = await import('@leat/rest/server')
const server = await openHttp({
  net: nodeNet(), clock: nodeClock(), random: nodeRandom(), logger: silentLogger, meter: memoryMeter(),
  listen: { hosts: ['127.0.0.1'], port: 0 }, allowedHosts: ['127.0.0.1'], allowedOrigins: [],
  handler: async () => {
    const { service } = await import('@leat/rest')
    return service({ operations: [], authenticate: () => {}, clock: nodeClock(), logger: silentLogger, meter: memoryMeter() })
  },
})
const before = loaded()
const client = await nodeNet().connect({ host: '127.0.0.1', port: server.port })
client.stream.write('GET / HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\n\\r\\n')
let answer = ''
for await (const chunk of client.stream) if ((answer += chunk).endsWith('}')) break
await server.close(1000)
process.stdout.write(JSON.stringify({ before, after: loaded(), status: answer.slice(9, 12) }))
`

test('a server that nobody connects to loads neither node:http nor valibot; the first connection loads both', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', SCRIPT], { cwd: import.meta.dirname })
  expect(JSON.parse(stdout)).toEqual({
    before: { 'node:http': false, 'node:tls': false, valibot: false, engine: false },
    after: { 'node:http': true, 'node:tls': expect.any(Boolean), valibot: true, engine: true },
    status: '404',
  })
})
