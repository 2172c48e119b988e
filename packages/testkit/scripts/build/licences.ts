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
    const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry))
    if (file === undefined) throw new Error(`${name} has no licence text below ${root}`)
    return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
  })
  return `This package contains code of the packages below, under their licences.\n\n${texts.join(`\n${'-'.repeat(80)}\n\n`)}`
}
