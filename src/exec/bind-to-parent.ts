/**
 * Program and arguments that run `file` so that the kernel kills it when this process dies, even by SIGKILL. An orphan
 * would keep running without an owner. Source: prctl(2), PR_SET_PDEATHSIG.
 */
export function bindToParent(file: string, args: readonly string[]): [string, string[]] {
  return ['setpriv', ['--pdeathsig', 'KILL', '--', file, ...args]];
}

/**
 * Program and first argument by which the kernel stops `file` too, for a library that starts `file` itself and accepts
 * only two words. `env -S` splits the second word. The signal is TERM, so that the program can stop its own children
 * first.
 */
export function bindToParentInTwoWords(file: string): [string, string] {
  return ['env', `-Ssetpriv --pdeathsig TERM -- ${file}`];
}

/** setpriv's own error. Like a shell, setpriv exits with 127 when the program does not exist. */
export function isNotInstalled(exitCode: number | undefined, stderr: string): boolean {
  return exitCode === 127 && stderr.startsWith('setpriv: failed to execute');
}
