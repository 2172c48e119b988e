import { backendContract } from './contract/backend-contract.ts'
import { engineUnderTest, passThroughUnderTest, resizedUnderTest } from './fixture.ts'

backendContract({ name: 'the engine with one broker', open: () => engineUnderTest([1]), coversAll: true })
backendContract({ name: 'the engine with three brokers', open: () => engineUnderTest([1, 2, 3]), coversAll: true })
backendContract({ name: 'an engine that grew from one broker to four', open: () => resizedUnderTest([1], [1, 2, 3, 4]), coversAll: true })
backendContract({
  name: 'an engine that shrank from six brokers to two',
  open: () => resizedUnderTest([1, 2, 3, 4, 5, 6], [1, 2]),
  coversAll: true,
})
backendContract({ name: 'a pass-through to one broker', open: () => passThroughUnderTest([1]), coversAll: true })
backendContract({ name: 'a pass-through to three brokers', open: () => passThroughUnderTest([1, 2, 3]), coversAll: true })
