import type { Clock, Fs } from '@leat/base'

/** Directories of clusters that are gone begin so, until they are removed. */
const REMOVED = '.removed-'

/**
 * Removes a cluster's data. It is renamed first, so that no crash leaves half of it to be opened; then removed topic by topic, in a turn of the loop
 * each, because many files take long.
 */
export async function removeData(fs: Fs, clock: Clock, dir: string, cluster: string): Promise<void> {
  const removed = `${dir}/${REMOVED}${cluster}`
  if (fs.statSync(`${dir}/${cluster}`) !== null) {
    fs.renameSync(`${dir}/${cluster}`, removed)
    fs.syncDirSync(dir)
  }
  await removeTree(fs, clock, removed)
}

/** What a crash left of the removal of others. */
export async function removeLeftovers(fs: Fs, clock: Clock, dir: string): Promise<void> {
  for (const { name } of fs.listSync(dir)) if (name.startsWith(REMOVED)) await removeTree(fs, clock, `${dir}/${name}`)
}

async function removeTree(fs: Fs, clock: Clock, path: string): Promise<void> {
  if (fs.statSync(path) === null) return
  const topics = `${path}/topics`
  for (const { name } of fs.statSync(topics) === null ? [] : fs.listSync(topics)) {
    fs.removeSync(`${topics}/${name}`)
    await new Promise<void>((resolve) => clock.turn(resolve))
  }
  fs.removeSync(path)
}
