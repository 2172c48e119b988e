import type { Grammar } from './completions.ts'

/** Walks the words that are no flags as far as they name commands, and offers what may follow: words, or ids that the server knows. */
export function bashScript({ next, argumentIds, flagIds, switches }: Grammar): string {
  const words = [...next].map(([path, all]) => `    "${path}") next="${all.join(' ')}" ;;`)
  const ofArgument = Object.entries(argumentIds).map(([path, kind]) => `    "${path}") ids=${kind} ;;`)
  const ofFlag = Object.entries(flagIds).map(([flag, kind]) => `    --${flag}) ids=${kind} ;;`)
  return `# bash completion for leat
_leat_next() {
  case "$1" in
${words.join('\n')}
    *) next=; return 1 ;;
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
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]}
  local path= word next ids= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    [[ $word == -* ]] && continue
    _leat_next "\${path:+$path }$word" && path="\${path:+$path }$word"
  done
  case "$before" in ${switches.join(' | ')}) before= ;; esac
  _leat_next "$path"
  if [[ $before == -* ]]; then _leat_flag_ids "$before"; elif [[ $current != -* ]]; then _leat_argument_ids "$path"; fi
  if [[ -n $ids ]]; then next=$("\${COMP_WORDS[0]}" __complete "$ids" "\${COMP_WORDS[@]:1:COMP_CWORD-1}" 2> /dev/null | cut -f1); fi
  COMPREPLY=($(compgen -W "$next" -- "$current"))
}
complete -o default -F _leat leat ./leat
`
}
