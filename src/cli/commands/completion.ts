// lamp completion: names of commands, options, jobs, environments and runs, completed by the shell.
import type { Command } from "../command.ts";
import { UsageError } from "../errors.ts";
import { EXIT } from "../exit-code.ts";

/** Each script asks `lamp complete -- WORDS…` for the candidates of the last word. */
const SCRIPTS: Readonly<Record<string, string>> = {
  bash: `_lamp() {
  local IFS=$'\\n'
  COMPREPLY=($(compgen -W "$(lamp complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _lamp lamp`,
  zsh: `#compdef lamp
_lamp() {
  local -a candidates
  candidates=("\${(@f)$(lamp complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  compadd -a candidates
}
compdef _lamp lamp`,
  fish: `complete -c lamp -f -a '(lamp complete -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'`,
};

export const completion: Command = {
  name: "completion",
  positional: "<shell>",
  summary: "print the completion script for bash, zsh or fish",
  example: ['eval "$(lamp completion bash)"', "completes commands, options, jobs, environments and runs in this shell"],
  async run(line) {
    const shell = line.positional[0] ?? "";
    const script = SCRIPTS[shell];
    if (!script) throw new UsageError(`No completion for "${shell}"; there is one for bash, zsh and fish`);
    line.terminal.out(script);
    return EXIT.done;
  },
};
