import { expect, test } from 'vitest'
import { pathTrie } from './path-trie.ts'

const TEMPLATES = [
  '/topics',
  '/topics/{topic_name}',
  '/topics/-/configs',
  '/topics/{topic_name}/configs',
  '/topics/{topic_name}/configs/{name}',
  '/topics/{topic_name}/configs:alter',
  '/acls',
  '/acls:batch',
  '/jobs/{id}',
  '/jobs/{id}:cancel',
  '/jobs/{id}:slow:cancel',
]

function found(path: string): string | null {
  const trie = pathTrie<string>()
  for (const template of TEMPLATES) trie.at(template, () => template)
  const [match] = trie.find(path.slice(1).split('/'))
  return match === undefined ? null : [match.value, ...match.values].join(' ')
}

test.for([
  ['/topics', '/topics'],
  ['/topics/orders', '/topics/{topic_name} orders'],
  ['/topics/orders/configs', '/topics/{topic_name}/configs orders'],
  ['/topics/-/configs', '/topics/-/configs'],
  // The literal leads nowhere here; the parameter does.
  ['/topics/-', '/topics/{topic_name} -'],
  ['/topics/-/configs/a', '/topics/{topic_name}/configs/{name} - a'],
  ['/topics/orders/configs:alter', '/topics/{topic_name}/configs:alter orders'],
  ['/topics/configs:alter', '/topics/{topic_name} configs:alter'],
  ['/acls:batch', '/acls:batch'],
  ['/acls:other', null],
  ['/jobs/7', '/jobs/{id} 7'],
  ['/jobs/7:cancel', '/jobs/{id}:cancel 7'],
  ['/jobs/7:slow:cancel', '/jobs/{id}:slow:cancel 7'],
  ['/jobs/:cancel', '/jobs/{id} :cancel'],
  ['/jobs/', null],
  ['/topics/', null],
  ['//topics', null],
  ['/', null],
] as const)('%s is %s', ([path, expected]) => {
  expect(found(path)).toBe(expected)
})

test.for(['topics', '/topics/{Topic}', '/topics/x{id}'])('%s is no template', (template) => {
  expect(() => pathTrie<string>().at(template, () => '')).toThrow()
})
