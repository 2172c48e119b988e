import { expect, test } from 'vitest'
import { inContext } from './in-context.ts'

test.for<readonly [given: string, target: string | null]>([
  ['/subjects', '/subjects'],
  ['/contexts', '/contexts'],
  ['/contexts/.a/subjects', '/subjects?subjectPrefix=%3A.a%3A'],
  ['/contexts/a/subjects?subjectPrefix=x', '/subjects?subjectPrefix=%3A.a%3Ax'],
  ['/contexts/a/subjects?subjectPrefix=%3A*%3Ax', '/subjects?subjectPrefix=%3A*%3Ax'],
  ['/contexts/./subjects', '/subjects?subjectPrefix='],
  ['/contexts/.a/subjects/s/versions', '/subjects/%3A.a%3As/versions'],
  ['/contexts/.a/subjects/%3A.b%3As/versions/1', '/subjects/%3A.b%3As/versions/1'],
  ['/contexts/.a/subjects/a%2Fb/versions/latest', '/subjects/%3A.a%3Aa%2Fb/versions/latest'],
  ['/contexts/.a/compatibility/subjects/s/versions', '/compatibility/subjects/%3A.a%3As/versions'],
  ['/contexts/.a/config', '/config/%3A.a%3A'],
  ['/contexts/./config', '/config'],
  ['/contexts/.a/config/s', '/config/%3A.a%3As'],
  ['/contexts/.a/mode', '/mode/%3A.a%3A'],
  ['/contexts/.a/mode/mode', '/mode/%3A.a%3Amode'],
  ['/contexts/.a/subjects/config/versions', '/subjects/%3A.a%3Aconfig/versions'],
  ['/contexts/.a/schemas/ids/1', '/schemas/ids/1?subject=%3A.a%3A'],
  ['/contexts/.a/schemas/ids/1/versions?subject=s', '/schemas/ids/1/versions?subject=%3A.a%3As'],
  ['/contexts/.a/schemas', '/schemas?subjectPrefix=%3A.a%3A'],
  ['/contexts/.a/schemas/types', '/schemas/types'],
  ['/contexts/.a/associations/resources/-/t', '/associations/resources/-/t'],
  ['/contexts/.a', '/contexts/.a'],
  ['/contexts/%3A.a%3A', '/contexts/.a'],
  ['/contexts/a%3Ab/subjects', null],
  ['/contexts/%ff/subjects', null],
])('%s is %s', ([given, target]) => {
  const [path = '', query = ''] = given.split('?')
  const found = inContext({ path, query: new URLSearchParams(query) })
  const text = found === null ? null : `${found.path}${found.query.size === 0 ? '' : `?${found.query.toString()}`}`
  expect(text).toBe(target)
})
