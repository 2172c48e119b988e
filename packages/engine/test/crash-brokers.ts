import type { Random } from '@leat/base'
import { StorageFault } from '../src/index.ts'
import { leadersOf } from './crash-admin.ts'
import { type Life, type World, note, pick } from './crash-life.ts'
import type { Model } from './crash-model.ts'

const SIZES: readonly (readonly number[])[] = [[1], [2], [1, 2, 3], [1, 2, 3, 4], [1, 2, 3, 4, 5, 6]]

/** Brokers for a start. Null where this world keeps its own. */
export function changeBrokers(world: World): void {
  if (world.resizes !== null) world.nodes = pick(world.resizes, SIZES)
}

/** Whether a step of a life is a change of its brokers. Drawn apart, so that the other steps of a seed stay what they are. */
export function isResize(resizes: Random | null): resizes is Random {
  return resizes !== null && resizes.below(20) === 0
}

/** Brokers come and go; clients find out where their partitions are by metadata. */
export async function resize(life: Life, model: Model, resizes: Random): Promise<void> {
  const { world, engine } = life
  if (life.isOver || life.disk.crashed) return
  try {
    await engine.setNodes(pick(resizes, SIZES))
  } catch (error) {
    if (life.isOver || life.disk.crashed) return
    if (!(error instanceof StorageFault)) throw error
    if (!life.hadTrouble) note(life, [`brokers stay as they are on a sound disk: ${error.message}`])
  }
  if (life.isOver || life.disk.crashed) return
  world.nodes = engine.nodes
  await findLeaders(life, model)
}

/** What clients do who were told that they ask at the wrong place. */
export async function findLeaders(life: Life, model: Model): Promise<void> {
  for (const topic of model.alive()) {
    const { nodes } = life.engine
    const leaders = await leadersOf(life, topic.name)
    if (leaders === null) continue
    for (const partition of topic.partitions) partition.leader = leaders[partition.index] ?? partition.leader
    // Else the answer may be older than the brokers.
    if (nodes === life.engine.nodes)
      for (const [index, leader] of leaders.entries()) checkLeader(life, `${topic.name}-${index}`, null, leader)
  }
}

/** A partition that is there has a leader that is there. */
export function checkLeader(life: Life, where: string, known: number | null, leader: number): void {
  const { resizes } = life.world
  if (!life.engine.nodes.includes(leader)) note(life, [`${where} is led by broker ${leader}, which is not there`])
  if (resizes === null && known !== null && known !== leader) note(life, [`${where} moved from broker ${known} to ${leader}`])
}
