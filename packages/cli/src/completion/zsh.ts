import type { Completions } from './completions.ts'

/** As a file `_leat` in the function path it is the function itself; sourced, it registers it. */
export function zshScript(completions: Completions): string {
  const cases = [...completions].map(([path, words]) => `    "${path}") next=(${words.join(' ')}) ;;`)
  return `#compdef leat
_leat_next() {
  case "$1" in
${cases.join('\n')}
    *) return 1 ;;
  esac
}
_leat() {
  local at= word
  local -a next
  for word in "\${(@)words[2,CURRENT-1]}"; do
    [[ $word == -* ]] && continue
    _leat_next "\${at:+$at }$word" && at="\${at:+$at }$word"
  done
  _leat_next "$at"
  compadd -- $next || _files
}
if [[ \${funcstack[1]} == _leat ]]; then _leat "$@"; else compdef _leat leat; fi
`
}
