import { readFileSync } from 'node:fs';

/** The clock ticks of /proc are this long on every architecture of Linux that Node runs on. */
const ticksPerSecond = 100;

/** Seconds that the processors have worked for the child processes that have ended: user and system, proc_pid_stat(5). */
export function childProcessorSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  // The name of the program, in parentheses, can contain blanks. Fields 16 and 17 are the 14th and 15th behind it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / ticksPerSecond;
}
