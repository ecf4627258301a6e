import { Failure } from '../../core/failure.ts';
import { isDnsLabel } from '../../core/kubernetes-names.ts';
import { type DockerOption, type DockerPhase, EVERY_PROCESS } from '../../state/apps/docker-options.ts';

export const phases = ['build', 'deploy', 'run'] as const satisfies readonly DockerPhase[];

/** The phases of a comma list. Throws a Failure that names the unknown one. */
export function readPhases(list: string): DockerPhase[] {
  return list.split(',').map((word) => {
    const phase = phases.find((known) => known === word.trim());
    if (phase) return phase;
    throw new Failure(`"${word}" is not a phase`, {
      code: 'usage.value',
      hint: `Phases: ${phases.join(', ')}; separate several with commas`,
    });
  });
}

/**
 * The single options in the words of a command line, each for every phase and process. `--process` may also stand
 * among the options.
 */
export function readOptions(
  phaseList: string,
  words: readonly string[],
  processFlags: readonly string[],
): DockerOption[] {
  const { processes, options } = takeProcesses(splitOptions(words));
  const wanted = checkProcesses([...processFlags, ...processes], readPhases(phaseList));
  if (options.length === 0)
    throw new Failure('Please specify a docker option', { code: 'usage.missing-argument' });
  return options.flatMap((option) =>
    readPhases(phaseList).flatMap((phase) => wanted.map((process) => ({ process, phase, option }))),
  );
}

/** The given process types, checked. Only the phase deploy has process types. */
export function checkProcesses(processes: readonly string[], of: readonly DockerPhase[]): string[] {
  if (processes.length === 0) return [EVERY_PROCESS];
  if (of.some((phase) => phase !== 'deploy')) {
    throw new Failure('--process can only be used with the phase deploy', {
      code: 'usage.value',
      hint: 'Omit --process, or give deploy as the only phase',
    });
  }
  const wrong = processes.find((process) => !isDnsLabel(process));
  if (wrong === undefined) return [...processes];
  throw new Failure(`"${wrong}" is not a process type`, { code: 'usage.value' });
}

/**
 * `--a 1 --b 2` is two options, also when it came as one word: each begins with a dash. Quoted text and a word that
 * is a value stay together.
 */
function splitOptions(words: readonly string[]): string[] {
  const options: string[] = [];
  for (const word of words.flatMap((given) => (isFlag(given) ? splitWords(given) : given))) {
    if (isFlag(word)) options.push(word);
    else if (options.length > 0) options[options.length - 1] += ` ${word}`;
    else
      throw new Failure(`"${word}" is not a docker option: an option begins with a dash`, {
        code: 'usage.value',
      });
  }
  return options;
}

function isFlag(word: string): boolean {
  return /^--?[a-zA-Z]/.test(word);
}

/** Splits at white space outside of quotes; the quotes stay. */
function splitWords(text: string): string[] {
  return text.match(/(?:"[^"]*"|'[^']*'|[^\s"']|["'])+/g) ?? [];
}

function takeProcesses(options: readonly string[]): { processes: string[]; options: string[] } {
  const isProcess = (option: string) => /^--process[ =]/.test(option);
  return {
    processes: options.filter(isProcess).map((option) => option.slice('--process '.length)),
    options: options.filter((option) => !isProcess(option)),
  };
}
