import type { Completions } from './completions.ts'

/** Walks the words that are no flags as far as they name commands, and offers what may follow. */
export function bashScript(completions: Completions): string {
  const cases = [...completions].map(([path, words]) => `    "${path}") next="${words.join(' ')}" ;;`)
  return `# bash completion for leat
_leat_next() {
  case "$1" in
${cases.join('\n')}
    *) next=; return 1 ;;
  esac
}
_leat() {
  local path= word next i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    [[ $word == -* ]] && continue
    _leat_next "\${path:+$path }$word" && path="\${path:+$path }$word"
  done
  _leat_next "$path"
  COMPREPLY=($(compgen -W "$next" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _leat leat ./leat
`
}
