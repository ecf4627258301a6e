import { allProcesses, commandLine, type ProcessRecord, record } from './processes.ts';

/** Shims outlive containerd by design; ours are the ones whose socket lies in the given run folder. */
export function shimsOf(run: string): ProcessRecord[] {
  return allProcesses()
    .filter((pid) => {
      const [program = '', ...args] = commandLine(pid);
      const ours = args.some((argument) => argument.startsWith(`${run}/`));
      return ours && program.endsWith('/containerd-shim-runc-v2');
    })
    .map(record)
    .filter((found) => found !== undefined);
}
