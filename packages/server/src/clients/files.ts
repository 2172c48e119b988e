import type { Fs } from '@leat/base'
import { type HomeLayout, PRIVATE_DIR_MODE, PRIVATE_FILE_MODE } from '../home/layout.ts'
import type { RunFile } from '../home/run-file.ts'
import type { Secrets } from '../home/secrets.ts'
import { javaProperties, librdkafkaConf } from './formats.ts'
import { clientSettings } from './settings.ts'

/** Settings that clients want as a file, fresh with each start because ports may change. */
export function writeClientFiles(fs: Fs, home: HomeLayout, run: RunFile, secrets: Secrets): void {
  const { java, librdkafka } = clientSettings(home, run, secrets)
  fs.mkdirSync(home.clientsDir, PRIVATE_DIR_MODE)
  replaceWhenChanged(fs, home.javaProperties, javaProperties(java))
  replaceWhenChanged(fs, home.librdkafkaConf, librdkafkaConf(librdkafka))
}

/** Mostly nothing changed since the last start, and each write waits for the disk. */
function replaceWhenChanged(fs: Fs, path: string, text: string): void {
  if (fs.statSync(path) === null || fs.readFileSync(path).toString() !== text) fs.replaceFileSync(path, text, PRIVATE_FILE_MODE)
}
