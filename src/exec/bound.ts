/**
 * Program and arguments that run `file` so that the kernel ends it when this process ends, even by SIGKILL: nobody
 * would own what an orphan does. Source: prctl(2), PR_SET_PDEATHSIG.
 */
export function boundToUs(file: string, args: readonly string[]): [string, string[]] {
  return ['setpriv', ['--pdeathsig', 'KILL', '--', file, ...args]];
}

/** setpriv's own complaint, in the way of the shell: 127 when the program is not there. */
export function isNotInstalled(exitCode: number | undefined, stderr: string): boolean {
  return exitCode === 127 && stderr.startsWith('setpriv: failed to execute');
}
