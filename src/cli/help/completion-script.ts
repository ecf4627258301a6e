import { Failure } from '../../core/failure.ts';
import type { CommandSummary } from './command-summary.ts';

/** The part of a command that completion needs. */
type CompletionSource = Pick<CommandSummary, 'name' | 'flags' | 'takesApp'>;
type Script = (commands: readonly CompletionSource[]) => string;

/** Renders the script for a shell. Both shells use the same bash function, because zsh can run it. */
export function completionScript(name: string): Script {
  if (name === 'bash') return bash;
  if (name === 'zsh')
    return (commands) => `#compdef dokku\nautoload -U +X bashcompinit && bashcompinit\n${bash(commands)}`;
  throw new Failure(`There is no completion script for ${name}`, {
    code: 'usage.shell',
    hint: 'Supported shells: bash, zsh',
  });
}

function bash(commands: readonly CompletionSource[]): string {
  const cases = commands
    .filter(({ flags }) => flags.length > 0)
    .map(({ name, flags }) => `    ${name}) echo '${flags.join(' ')}' ;;`);
  const withApp = commands.filter(({ takesApp }) => takesApp).map(({ name }) => name);
  return `_dokku_flags() {
  case $1 in
${cases.join('\n')}
  esac
}

_dokku() {
  local words=() i
  # Readline splits words at colons, which the names of commands contain.
  local line=\${COMP_LINE:0:COMP_POINT}
  read -ra words <<< "$line"
  [[ $line == *' ' ]] && words+=('')
  local count=\${#words[@]} word=\${words[-1]} command='' arguments=0 candidates=''
  for ((i = 1; i < count - 1; i++)); do
    [[ \${words[i]} == -* ]] && continue
    if [[ -z $command ]]; then command=\${words[i]}; else ((arguments += 1)); fi
  done
  if [[ -z $command ]]; then
    candidates='--quiet --trace --force --app --help --version ${commands.map(({ name }) => name).join(' ')}'
  elif [[ $word == -* ]]; then
    candidates="$(_dokku_flags "$command") --help"
  elif ((arguments == 0)) && [[ ' ${withApp.join(' ')} ' == *" $command "* ]]; then
    candidates=$(dokku --quiet apps:list 2> /dev/null)
  fi
  COMPREPLY=($(compgen -W "$candidates" -- "$word"))
  if [[ $word == *:* && $COMP_WORDBREAKS == *:* ]]; then
    local prefix=\${word%"\${word##*:}"}
    COMPREPLY=("\${COMPREPLY[@]#"$prefix"}")
  fi
}

complete -F _dokku dokku
`;
}
