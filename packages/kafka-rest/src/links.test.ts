import { expect, test } from 'vitest'
import { linksOf } from './links.ts'

const links = linksOf('https://rest.example', 'lkc-1')

test('addresses and names hold any name, encoded once', () => {
  expect(links.self()).toBe('https://rest.example/kafka/v3/clusters/lkc-1')
  expect(links.self('consumer-groups', 'a/b c:d?é', 'lags', 't', 'partitions', 0)).toBe(
    'https://rest.example/kafka/v3/clusters/lkc-1/consumer-groups/a%2Fb%20c%3Ad%3F%C3%A9/lags/t/partitions/0',
  )
  expect(links.crn(['topic', 'orders'], ['partition', 1])).toBe('crn:///kafka=lkc-1/topic=orders/partition=1')
  expect(links.crn(['consumer-group', 'a/b=c'])).toBe('crn:///kafka=lkc-1/consumer-group=a%2Fb%3Dc')
})

test('a name that UTF-8 cannot hold does not break its list', () => {
  expect(links.self('topics', '\ud800')).toBe('https://rest.example/kafka/v3/clusters/lkc-1/topics/%EF%BF%BD')
})
