import type { Diagnosis } from './diagnosis.ts';

/** Replaces a diagnosis when the log shows a full disk. Only the process itself notices that a disk is full. */
export function replaceIfDiskFull(diagnosis: Diagnosis, logTail: string[], app: string): Diagnosis {
  if (!logTail.some((line) => /no space left on device|ENOSPC|disk quota exceeded/i.test(line)))
    return diagnosis;
  return {
    ...diagnosis,
    code: 'rollout.disk-full',
    message: diagnosis.message.replace(/ \(pod [^)]+\)$/, (pod) => `: a disk or volume is full${pod}`),
    hint: [
      `Show the mounts with: dokku storage:report ${app}`,
      'Enlarge an entry with: dokku storage:set <entry> size <amount>',
    ],
  };
}
