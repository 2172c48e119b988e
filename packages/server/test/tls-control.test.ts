import { readFileSync } from 'node:fs'
import { get } from 'node:https'
import { expect, test } from 'vitest'
import { Sandbox } from './leat-process.ts'

test('--tls serves the control plane over HTTPS, and --bind adds its address only then', async () => {
  await using sandbox = new Sandbox()
  const open = ['--bind', '127.0.0.1', '--advertise', 'localhost']
  const { line } = await sandbox.up('--tls', ...open)
  expect(line.control_plane).toMatch(/^https:\/\/localhost:\d+$/)
  const auth = `${line.cloud_api_key}:${line.cloud_api_secret}`
  const status = await new Promise((resolve, reject) => {
    const asked = get(`${line.control_plane}/org/v2/environments`, { auth, agent: false, ca: readFileSync(line.ca_file) }, (answer) => {
      answer.resume()
      resolve(answer.statusCode)
    })
    asked.once('error', reject)
  })
  expect(status).toBe(200)
  expect((await sandbox.run('doctor')).stdout).toContain('All is well.')
})
