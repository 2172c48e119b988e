/** A process of its own, for its file descriptors: opens connections, asks something on each, holds them until its parent lets go, and says how many were answered. */
import { ApiVersions } from '@leat/wire/messages'
import { type Address, connectPlain } from './client.ts'

const AT_ONCE = 50

async function main(address: Address, count: number): Promise<void> {
  process.on('disconnect', () => process.exit(0))
  let [opened, answered] = [0, 0]
  const open = async (): Promise<void> => {
    while (opened < count) {
      opened++
      const client = await connectPlain(address)
      const { errorCode } = await client.call(ApiVersions, 3, { clientSoftwareName: 'many', clientSoftwareVersion: '1' })
      if (errorCode === 0) answered++
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, open))
  process.send!({ answered })
}

if (process.send !== undefined && process.argv[2] !== undefined) await main(JSON.parse(process.argv[2]) as Address, Number(process.argv[3]))
