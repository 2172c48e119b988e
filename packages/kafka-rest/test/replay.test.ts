import { describe, test } from 'vitest'
import { kafkaRestUnderTest } from './fixture.ts'
import { play } from './replay.ts'
import { absentReplays } from './replays/absent.ts'
import { aclReplays } from './replays/acls.ts'
import { configReplays } from './replays/configs.ts'
import { consumerGroupReplays } from './replays/consumer-groups.ts'
import { topicReplays } from './replays/topics.ts'

describe('the calls of the stock CLI and of Terraform get the answers they expect', () => {
  test.for([...topicReplays, ...configReplays, ...consumerGroupReplays, ...aclReplays, ...absentReplays])('$name', async (replay) => {
    await using kafka = await kafkaRestUnderTest()
    await play(replay, kafka)
  })
})
