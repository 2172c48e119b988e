/** `<directory>/<topicId>/<partition>`; a partition being deleted is `<partition>-<n>.deleted` beside it. */
import { type Fs, FsError, type Millis } from '@leat/base'
import { DELETED } from './file-names.ts'
import type { Shared } from './partition.ts'

const PARTITION = /^\d+$/

/** Names of all partitions; what an earlier life's deletions left behind is removed. */
export function findPartitions(fs: Fs, directory: string): readonly string[] {
  const names: string[] = []
  for (const topic of fs.listSync(directory)) {
    if (!topic.directory) continue
    for (const entry of fs.listSync(`${directory}/${topic.name}`)) {
      if (PARTITION.test(entry.name)) names.push(`${topic.name}/${entry.name}`)
      else if (entry.name.endsWith(DELETED)) fs.removeSync(`${directory}/${topic.name}/${entry.name}`)
    }
  }
  return names
}

/**
 * Out of sight at once; the files go after `delayMs`, or at the next start. Not synced: whoever removes a partition has that in its own
 * metadata, and removes it again when a power loss brings it back.
 */
export function removePartitionDirectory(shared: Shared, directory: string, name: string, delayMs: Millis): void {
  const { fs, clock } = shared
  const path = `${directory}/${name}`
  if (fs.statSync(path) === null) return
  let count = 0
  while (fs.statSync(`${path}-${count}${DELETED}`) !== null) count++
  const gone = `${path}-${count}${DELETED}`
  fs.renameSync(path, gone)
  clock.after(delayMs, () => removeFiles(shared, gone))
}

/** A partition's directory, and its topic's with the last of them. What cannot be removed now goes at the next start. */
export function removeFiles({ fs, logger, directories }: Shared, path: string): void {
  const topic = path.slice(0, path.lastIndexOf('/'))
  try {
    fs.removeSync(path)
    if (fs.statSync(topic) === null || fs.listSync(topic).length > 0) return
    fs.removeSync(topic)
    directories.forget(topic)
  } catch (error) {
    if (!(error instanceof FsError)) throw error
    logger.event('warn', 'partition-not-removed', { path, reason: error.message })
  }
}
