import { backendContract } from './contract/backend-contract.ts'
import { engineUnderTest, passThroughUnderTest } from './fixture.ts'

backendContract({ name: 'the engine with one broker', open: () => engineUnderTest([1]), coversAll: true })
backendContract({ name: 'the engine with three brokers', open: () => engineUnderTest([1, 2, 3]), coversAll: true })
backendContract({ name: 'a pass-through to one broker', open: () => passThroughUnderTest([1]), coversAll: true })
backendContract({ name: 'a pass-through to three brokers', open: () => passThroughUnderTest([1, 2, 3]), coversAll: true })
