import { expect, test } from 'vitest'
import { parseConsumePerf, parseProducePerf } from './perf-tools.ts'

test('parseProducePerf() takes the steady state, in 1e6 bytes', () => {
  const text = [
    '40000 records sent, 8000.0 records/sec (7.81 MB/sec), 11.0 ms avg latency, 200.0 ms max latency.',
    '400000 records sent, 90000.0 records/sec (87.89 MB/sec), 9.0 ms avg latency, 300.0 ms max latency, 7 ms 50th, 20 ms 95th, 40 ms 99th, 90 ms 99.9th.',
    '360000 steady state records sent, 100000.0 records/sec (97.66 MB/sec), 8.0 ms avg latency, 120.0 ms max latency, 7 ms 50th, 19 ms 95th, 30 ms 99th, 80 ms 99.9th.',
  ].join('\n')
  const { recordsPerSecond, mbPerSecond } = parseProducePerf(text)
  expect(recordsPerSecond).toBe(100_000)
  expect(mbPerSecond).toBeCloseTo(102.4, 1)
  expect(() => parseProducePerf('nothing was sent')).toThrow(/steady state/)
})

test('parseConsumePerf() takes the rate of the fetches, without the time to join', () => {
  const header =
    'start.time, end.time, data.consumed.in.MB, MB.sec, data.consumed.in.nMsg, nMsg.sec, rebalance.time.ms, fetch.time.ms, fetch.MB.sec, fetch.nMsg.sec'
  const line =
    '2026-01-01 10:00:00:000, 2026-01-01 10:00:04:000, 400.0000, 100.0000, 409600, 102400.0000, 2000, 2000, 200.0000, 204800.0000'
  const { records, recordsPerSecond, mbPerSecond } = parseConsumePerf(`${header}\n${line}\n`)
  expect(records).toBe(409_600)
  expect(recordsPerSecond).toBe(204_800)
  expect(mbPerSecond).toBeCloseTo(209.7, 1)
})
