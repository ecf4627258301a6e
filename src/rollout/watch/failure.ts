import { Failure } from '../../core/failure.ts';
import type { Kube } from '../../kube/kube.ts';
import type { Diagnosis } from '../diagnose/diagnosis.ts';
import { replaceIfDiskFull } from '../diagnose/full-disk.ts';
import { logTail } from '../streams/log-tail.ts';

/** Returns the failure shown to the user: the diagnosis, the last log lines of its container and a hint. */
export async function failureOf(
  kube: Kube,
  diagnosis: Diagnosis,
  where: { namespace: string; app: string; others?: Diagnosis[]; exitStatus?: number },
  signal: AbortSignal,
): Promise<Failure> {
  const { pod, container } = diagnosis;
  const tail =
    pod && container ? await logTail(kube, { namespace: where.namespace, name: pod }, container, signal) : [];
  const { message, code, hint, details = [] } = replaceIfDiskFull(diagnosis, tail, where.app);
  const log = tail.length > 0 ? [`Last lines of its log:`, ...tail.map((line) => `  ${line}`)] : [];
  const others = (where.others ?? []).map((other) => other.message);
  return new Failure(message, {
    code,
    hint,
    details: [...details.filter(Boolean), ...log, ...others],
    exitStatus: where.exitStatus,
  });
}
