/**
 * Archives of loaded classes (class data sharing): a tool starts in half the time, a broker in two thirds. Made once per version of the jars
 * by a short run of both; a JVM that cannot use an archive ignores it. Measurements do without, as Kafka's own scripts do.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { cached } from '../cache.ts'
import { runOrThrow } from '../process.ts'
import { ARCHIVES, POM, QUICK_FLAGS, kafkaJvm } from './jvm.ts'
import { startKafka } from './start.ts'

/** Makes the archives when they are missing or older than the jars. */
export async function makeArchives(): Promise<void> {
  await cached(ARCHIVES, [POM], async (out) => {
    const dir = mkdtempSync(join(tmpdir(), 'kafka-archives-'))
    rmSync(join(out, 'server.jsa'), { force: true })
    rmSync(join(out, 'tool.jsa'), { force: true })
    try {
      await using kafka = await startKafka({ dir, archiveTo: join(out, 'server.jsa') })
      const tool = await kafkaJvm(QUICK_FLAGS, 'tool', [`-XX:ArchiveClassesAtExit=${join(out, 'tool.jsa')}`])
      await runOrThrow('java', [
        ...tool,
        'org.apache.kafka.tools.TopicCommand',
        '--bootstrap-server',
        kafka.bootstrap,
        '--create',
        '--topic',
        'first',
      ])
    } finally {
      rmSync(dir, { recursive: true, force: true })
    }
  })
}
