import type { FaultyFs, ScriptedFault } from '@leat/base/sim'
import type { Disk } from './disk.ts'

/** `current`: the disk as the life that runs now sees it. */
export function diskOf(current: () => FaultyFs, { crash, pathOf }: Pick<Disk, 'crash' | 'pathOf'>): Disk {
  return {
    fill: () => void (current().faults.full = true),
    fail(operation, { path = /^/, code = 'EIO' } = {}) {
      const { scripted } = current().faults
      const fault: ScriptedFault = { operation, code, path: typeof path === 'string' ? new RegExp(escaped(path)) : path }
      scripted.push(fault)
      return {
        [Symbol.dispose]() {
          const at = scripted.indexOf(fault)
          if (at !== -1) scripted.splice(at, 1)
        },
      }
    },
    heal() {
      const { faults } = current()
      faults.full = false
      faults.scripted.length = 0
    },
    pathOf,
    crash,
  }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
