import { unreachable } from '@leat/base'

/** Why a platform does not start, as far as somebody can do something about it. */
export type StartProblem =
  | { readonly kind: 'held'; readonly dir: string; readonly pid: number | null }
  | { readonly kind: 'newer-format'; readonly dir: string; readonly found: number; readonly known: number }
  | { readonly kind: 'foreign-directory'; readonly dir: string }
  | { readonly kind: 'other-seed'; readonly dir: string; readonly seeded: boolean }
  | { readonly kind: 'other-brokers'; readonly dir: string; readonly brokers: 1 | 3 }
  | { readonly kind: 'seed-off-loopback'; readonly bind: string }
  | { readonly kind: 'bad-address'; readonly option: string; readonly value: string; readonly wanted: string }
  | { readonly kind: 'advertise-missing'; readonly bind: string }
  | { readonly kind: 'port-busy'; readonly host: string; readonly port: number; readonly holder: string | null }
  | { readonly kind: 'address-unavailable'; readonly host: string; readonly port: number }
  | { readonly kind: 'port-forbidden'; readonly host: string; readonly port: number }
  | { readonly kind: 'bad-certificate'; readonly file: string; readonly reason: string }
  | { readonly kind: 'data-refused'; readonly reason: string }

/** What is wrong, and the way out. */
export function explain(problem: StartProblem): string {
  switch (problem.kind) {
    case 'held': {
      const who = problem.pid === null ? 'another process' : `process ${problem.pid}`
      return `${problem.dir} is in use by ${who}: stop that one with "./leat down", or start another with --name NAME or --ephemeral`
    }
    case 'newer-format':
      return `${problem.dir} was written by a newer Leat (format ${problem.found}, this one knows ${problem.known}): update Leat, or use another --name`
    case 'foreign-directory':
      return `${problem.dir} holds files that are not Leat's: choose an empty or absent directory`
    case 'other-seed':
      return problem.seeded
        ? `${problem.dir} was made with another seed, and its ids and keys stay: use another --name, or "./leat down --wipe" first`
        : `${problem.dir} was made without a seed, and its ids and keys stay: use another --name, or "./leat down --wipe" first`
    case 'other-brokers':
      return `${problem.dir} was made with --brokers ${problem.brokers}, and its partitions stay where they are: leave out --brokers, or use another --name`
    case 'seed-off-loopback':
      return `keys made from a seed can be guessed, so they are refused on ${problem.bind}: leave out --bind, or use data made without --seed`
    case 'bad-address':
      return `${problem.option} ${problem.value}: ${problem.wanted}`
    case 'advertise-missing':
      return `--bind ${problem.bind} means all addresses, of which clients can be told none: add --advertise with the host name that they use`
    case 'port-busy': {
      const holder = problem.holder === null ? '' : ` (held by ${problem.holder})`
      return `port ${problem.port} on ${problem.host} is in use${holder}: free it, or start with --ports auto or --ports BASE`
    }
    case 'address-unavailable':
      return `${problem.host} is not an address of this machine (port ${problem.port}): choose another --bind`
    case 'port-forbidden':
      return `port ${problem.port} on ${problem.host} needs rights that this user lacks: use --ports with a base of 1024 or more`
    case 'bad-certificate':
      return `${problem.file}: ${problem.reason}`
    case 'data-refused':
      return problem.reason
    default:
      return unreachable(problem)
  }
}
