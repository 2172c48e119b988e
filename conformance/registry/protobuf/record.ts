/**
 * Has Wire read all .proto texts and protoc compile all sets of files, and keeps what they made in `recorded/`.
 *
 *   node conformance/registry/protobuf/record.ts
 */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cached } from '../../cache.ts'
import { mavenJars } from '../../kafka/jvm.ts'
import { runOrThrow } from '../../process.ts'
import { STANDARD, fileCases, setCases, type ProtocRecord, type SetCase } from './cases.ts'

const HERE = import.meta.dirname
const SOURCE = join(HERE, 'java/Record.java')
const dir = mkdtempSync(join(tmpdir(), 'protobuf-record-'))
try {
  keep('wire', await recordWire())
  keep('protoc', await recordProtoc())
} finally {
  rmSync(dir, { recursive: true, force: true })
}

async function recordWire(): Promise<readonly unknown[]> {
  const jars = join(await mavenJars('protobuf-wire-jars', join(HERE, 'pom.xml')), '*')
  const classes = await cached('protobuf-wire-classes', [SOURCE], async (out) => {
    await runOrThrow('javac', ['-cp', jars, '-d', out, SOURCE])
  })
  const texts = join(dir, 'wire')
  mkdirSync(texts)
  for (const { name, text } of fileCases()) writeFileSync(join(texts, `${name}.proto`), text)
  const { stdout } = await runOrThrow('java', ['-cp', `${jars}:${classes}`, 'Record', texts])
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as unknown)
}

async function recordProtoc(): Promise<readonly ProtocRecord[]> {
  const jars = await mavenJars('protobuf-protoc', join(HERE, 'pom-protoc.xml'))
  const files = readdirSync(jars)
  const protoc = join(
    jars,
    files.find((file) => file.endsWith('.exe'))!,
  )
  chmodSync(protoc, 0o755)
  const standard = join(dir, 'standard')
  mkdirSync(standard)
  for (const jar of files.filter((file) => file.endsWith('.jar'))) {
    await runOrThrow('unzip', ['-qo', join(jars, jar), 'google/type/*', 'google/protobuf/*.proto', '-d', standard]).catch(() => {
      // unzip ends with 11 when a jar has none of one kind.
    })
  }
  const records: ProtocRecord[] = []
  for (const set of setCases()) records.push({ name: set.name, descriptor: await compile(protoc, standard, set) })
  return records
}

async function compile(protoc: string, standard: string, set: SetCase): Promise<string> {
  const root = join(dir, set.name)
  const out = join(dir, `${set.name}.bin`)
  mkdirSync(root)
  for (const { name, text } of set.files) {
    if (text.trim() === STANDARD) continue
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  await runOrThrow(protoc, [`-I${root}`, `-I${standard}`, `--descriptor_set_out=${out}`, set.files.at(-1)!.name])
  // A set of one file: field 1, length, the file itself.
  const bytes = readFileSync(out)
  let at = 1
  while ((bytes[at++]! & 0x80) !== 0);
  return bytes.subarray(at).toString('base64')
}

function keep(name: string, records: readonly unknown[]): void {
  writeFileSync(join(HERE, `recorded/${name}.json`), `[\n${records.map((record) => JSON.stringify(record)).join(',\n')}\n]\n`)
}
