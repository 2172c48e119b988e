import type { Grammar } from './completions.ts'

/** One function offers all of it; fish itself keeps what fits what is typed. */
export function fishScript({ next, argumentIds, flagIds, switches }: Grammar): string {
  const words = [...next].map(([path, all]) => `        case '${path}'\n            printf '%s\\n' ${all.join(' ')}`)
  const ofArgument = Object.entries(argumentIds).map(([path, kind]) => `        case '${path}'\n            echo ${kind}`)
  const ofFlag = Object.entries(flagIds).map(([flag, kind]) => `        case --${flag}\n            echo ${kind}`)
  return `# fish completion for leat
function __leat_next
    switch "$argv[1]"
${words.join('\n')}
        case '*'
            return 1
    end
end
function __leat_argument_ids
    switch "$argv[1]"
${ofArgument.join('\n')}
    end
end
function __leat_flag_ids
    switch "$argv[1]"
${ofFlag.join('\n')}
    end
end
function __leat
    set -l typed (commandline -opc)
    set -l program $typed[1]
    set -e typed[1]
    set -l at ''
    for word in $typed
        string match -q -- '-*' $word; and continue
        set -l longer (string trim -- "$at $word")
        __leat_next $longer >/dev/null; and set at $longer
    end
    set -l before "$typed[-1]"
    contains -- "$before" ${switches.join(' ')}; and set before ''
    set -l ids
    if string match -q -- '-*' $before
        set ids (__leat_flag_ids $before)
    else if not string match -q -- '-*' (commandline -ct)
        set ids (__leat_argument_ids $at)
    end
    if test -n "$ids"
        $program __complete $ids $typed 2>/dev/null
    else
        __leat_next $at
    end
end
complete -c leat -f -a '(__leat)'
`
}
