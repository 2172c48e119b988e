import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The licence texts of the packages that were bundled. Throws when one has none. */
export function bundledLicences(root: string, inputs: readonly string[]): string {
  const folders = new Set<string>()
  for (const file of inputs) {
    const found = /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(file)
    if (found !== null) folders.add(found[1]!)
  }
  const texts = [...folders].toSorted().map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>
    return `${name} ${version} (${license})\n\n${licenceOf(root, folder, name!)}\n`
  })
  return `This package contains code of the packages below, under their licences.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`
}

/** Published without a text: under Apache 2.0, which stands in this project's own, and the head of one file has the other. */
const WITHOUT_TEXT: Readonly<Record<string, string>> = { '@bufbuild/protobuf': 'dist/esm/wire/varint.js' }

function licenceOf(root: string, folder: string, name: string): string {
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
  if (file !== undefined) return readFileSync(join(folder, file), 'utf8').trim()
  const headed = WITHOUT_TEXT[name]
  if (headed === undefined) throw new Error(`${name} has no licence text below ${root}`)
  const head = /^(\/\/.*\n)+/.exec(readFileSync(join(folder, headed), 'utf8'))?.[0].replaceAll(/^\/\/ ?/gm, '') ?? ''
  if (!head.includes('Redistribution and use')) throw new Error(`${name} has no licence text in ${headed}`)
  return `${readFileSync(join(root, 'LICENSE'), 'utf8').trim()}\n\n${head.trim()}`
}
