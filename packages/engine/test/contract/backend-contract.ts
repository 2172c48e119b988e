import type { NodeId } from '@leat/base'
import type { Backend } from '@leat/wire'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Recorded, recorder } from '../../../gateway/src/index.ts'
import { CONTRACT } from './cases.ts'
import { openContract } from './contract.ts'

export interface UnderTest extends AsyncDisposable {
  readonly backend: Backend
  readonly nodes: readonly NodeId[]
}

export interface BackendContractOptions {
  readonly name: string
  readonly open: () => Promise<UnderTest>
  /** Cases that this backend does not keep, each with the reason. One that it keeps after all fails. */
  readonly skip?: readonly { readonly test: string; readonly reason: string }[]
  /** True where every API and version of `apis` must have been exercised when the suite is through. */
  readonly coversAll: boolean
}

/** Registers the contract's cases for one backend, which all of them share. */
export function backendContract({ name, open, skip = [], coversAll }: BackendContractOptions): void {
  describe(`${name} keeps the contract`, () => {
    const exercised = new Set<string>()
    let opened: UnderTest
    let backend: Backend
    beforeAll(async () => {
      opened = await open()
      backend = recorder(opened.backend, ({ apiKey, version }: Recorded) => void exercised.add(`${apiKey} v${version}`))
    })
    afterAll(() => opened[Symbol.asyncDispose]())

    test.for(CONTRACT)('$name', async ({ name: title, run }) => {
      using contract = openContract(backend, opened.nodes)
      const exempt = skip.find((one) => one.test === title)
      if (exempt === undefined) await run(contract)
      else await expect(run(contract), `kept after all, so the skip is stale: ${exempt.reason}`).rejects.toThrow()
    })

    test('skips name cases of the contract', () => {
      const titles = CONTRACT.map((one) => one.name)
      expect(skip.filter((one) => !titles.includes(one.test))).toEqual([])
    })

    if (coversAll) {
      test('every API was exercised in every version it is served in', () => {
        const missing: string[] = []
        for (const { api, min, max } of backend.apis.values()) {
          for (let version = min; version <= max; version++)
            if (!exercised.has(`${api.key} v${version}`)) missing.push(`${api.name} v${version}`)
        }
        expect(missing).toEqual([])
      })
    }
  })
}
