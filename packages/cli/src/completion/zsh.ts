import type { Grammar } from './completions.ts'

/** As a file `_leat` in the function path it is the function itself; sourced, it registers it. */
export function zshScript({ next, argumentIds, flagIds, switches }: Grammar): string {
  const words = [...next].map(([path, all]) => `    "${path}") next=(${all.join(' ')}) ;;`)
  const ofArgument = Object.entries(argumentIds).map(([path, kind]) => `    "${path}") ids=${kind} ;;`)
  const ofFlag = Object.entries(flagIds).map(([flag, kind]) => `    --${flag}) ids=${kind} ;;`)
  return `#compdef leat
_leat_next() {
  case "$1" in
${words.join('\n')}
    *) return 1 ;;
  esac
}
_leat_argument_ids() {
  case "$1" in
${ofArgument.join('\n')}
  esac
}
_leat_flag_ids() {
  case "$1" in
${ofFlag.join('\n')}
  esac
}
_leat() {
  local at= word ids= before=$words[CURRENT-1]
  local -a next found
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [[ $word == -* ]] && continue
    _leat_next "\${at:+$at }$word" && at="\${at:+$at }$word"
  done
  case "$before" in ${switches.join(' | ')}) before= ;; esac
  if [[ $before == -* ]]; then _leat_flag_ids "$before"; elif [[ $PREFIX != -* ]]; then _leat_argument_ids "$at"; fi
  if [[ -n $ids ]]; then
    found=("\${(@f)$($words[1] __complete $ids "\${(@)words[2,CURRENT-1]}" 2> /dev/null)}")
    found=("\${(@)found//:/\\\\:}")
    found=("\${(@)found/$'\\t'/:}")
    [[ -n $found ]] && _describe -t ids $ids found
    return
  fi
  _leat_next "$at"
  compadd -- $next || _files
}
if [[ \${funcstack[1]} == _leat ]]; then _leat "$@"; else compdef _leat leat; fi
`
}
