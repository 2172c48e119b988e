import { connectClient, type TestClient } from '../../packages/edge/src/testing/client.ts'
import { ACL_STEPS, type AclStep } from './acl-steps.ts'
import type { Side } from './play.ts'

export interface PlayedStep {
  readonly label: string
  readonly outcome: unknown
}

export async function playAcls(side: Side): Promise<PlayedStep[]> {
  const played: PlayedStep[] = []
  let admin = await connect(side)
  for (const step of ACL_STEPS) {
    const outcome = await take(admin, step)
    if (outcome === 'closed') admin = await connect(side)
    await side.settle()
    played.push({ label: step.label, outcome })
  }
  admin.socket.destroy()
  return played
}

function connect(side: Side): Promise<TestClient> {
  return connectClient(side.net, side.trusted.host, side.trusted.port)
}

async function take(admin: TestClient, { api, version, body }: AclStep): Promise<unknown> {
  try {
    return sorted(await admin.call(api, version, body as never))
  } catch {
    return 'closed'
  }
}

/** Only results of creation have an order: that of the request, like the list of filters. */
function sorted(message: unknown): unknown {
  const { throttleTimeMs: _, ...told } = message as Readonly<Record<string, unknown>>
  return JSON.parse(
    JSON.stringify(told, (name, value: unknown) => (/^(resources|acls|matchingAcls)$/.test(name) ? inOrder(value as unknown[]) : value)),
  )
}

function inOrder(values: readonly unknown[]): unknown[] {
  return values
    .map((value) => JSON.stringify(value, (name, inner: unknown) => (name === 'acls' ? inOrder(inner as unknown[]) : inner)))
    .sort()
    .map((text) => JSON.parse(text) as unknown)
}
