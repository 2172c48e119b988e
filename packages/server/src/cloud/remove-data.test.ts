import { nodeClock } from '@leat/base/node'
import { memoryFs } from '@leat/base/sim'
import { expect, test } from 'vitest'
import { removeData, removeLeftovers } from './remove-data.ts'

function disk() {
  const fs = memoryFs()
  for (const cluster of ['lkc-a', 'lkc-b']) {
    fs.mkdirSync(`/clusters/${cluster}/topics/one/0`)
    fs.replaceFileSync(`/clusters/${cluster}/topics/one/0/log`, 'records')
    fs.mkdirSync(`/clusters/${cluster}/metadata`)
  }
  const names = (): readonly string[] => fs.listSync('/clusters').map(({ name }) => name)
  return { fs, names }
}

test('the data of one cluster goes, that of others stays; a second time is fine', async () => {
  const { fs, names } = disk()
  await removeData(fs, nodeClock(), '/clusters', 'lkc-a')
  await removeData(fs, nodeClock(), '/clusters', 'lkc-a')
  expect(names()).toEqual(['lkc-b'])
  expect(fs.readFileSync('/clusters/lkc-b/topics/one/0/log').toString()).toBe('records')
})

test('a removal that a crash cut off is not found as a cluster, and is finished later', async () => {
  const { fs, names } = disk()
  const removing = removeData(fs, nodeClock(), '/clusters', 'lkc-a')
  expect(names()).not.toContain('lkc-a')
  await removing
  fs.mkdirSync('/clusters/.removed-lkc-c/topics/two')
  await removeLeftovers(fs, nodeClock(), '/clusters')
  expect(names()).toEqual(['lkc-b'])
})
