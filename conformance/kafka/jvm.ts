/** Apache Kafka's jars (Maven coordinates pinned in pom.xml) and the flags of the JVMs that run them. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { CACHE_DIR, CONFORMANCE_DIR, Unavailable, cached } from '../cache.ts'
import { run, tail } from '../process.ts'

const HERE = join(CONFORMANCE_DIR, 'kafka')
export const POM = join(HERE, 'pom.xml')
/** Folder of the class archives in the cache. */
export const ARCHIVES = 'kafka-archives'
const FETCH_TIMEOUT_MS = 10 * 60_000
const COPY_GOAL = 'org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies'

/** For short-lived JVMs: the compiler that warms up at once, the collector that costs no thread. */
export const QUICK_FLAGS = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xshare:auto', '-Xmx512m', '-Xms64m'] as const

/** What Kafka's own start script gives a broker: the flags for measurements. */
export const BROKER_FLAGS = [
  '-Xmx1g',
  '-Xms1g',
  '-server',
  '-XX:+UseG1GC',
  '-XX:MaxGCPauseMillis=20',
  '-XX:InitiatingHeapOccupancyPercent=35',
  '-XX:+ExplicitGCInvokesConcurrent',
] as const

/** Copies the run-time dependencies of a pom into the cache. @throws Unavailable when Maven or its repository is not there. */
export async function mavenJars(name: string, pom: string): Promise<string> {
  return await cached(name, [pom], async (dir) => {
    const outcome = await run('mvn', ['-q', '-B', '-f', pom, COPY_GOAL, `-DoutputDirectory=${dir}`, '-DincludeScope=runtime'], {
      timeoutMs: FETCH_TIMEOUT_MS,
    })
    if (outcome.code !== 0) throw new Unavailable(`Maven could not fetch ${name}: ${tail(outcome.stderr + outcome.stdout, 400)}`)
  })
}

/** JVM flags for the archive of this kind, when `makeArchives` has made it. */
export function archiveFlags(kind: 'server' | 'tool'): readonly string[] {
  const file = join(CACHE_DIR, ARCHIVES, `${kind}.jsa`)
  return existsSync(file) ? [`-XX:SharedArchiveFile=${file}`] : []
}

/** Arguments of `java` up to the main class: flags, logging, class path; an archive of loaded classes when one is given. */
export async function kafkaJvm(flags: readonly string[], log: 'server' | 'tool', archive: readonly string[] = []): Promise<string[]> {
  const jars = await mavenJars('kafka-jars', POM)
  const config = join(HERE, log === 'server' ? 'log4j2.xml' : 'log4j2-tools.xml')
  return [...flags, ...archive, '-Djava.awt.headless=true', `-Dlog4j2.configurationFile=${config}`, '-cp', join(jars, '*')]
}
