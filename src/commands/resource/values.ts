import type { Flag } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { isProcessOrTask } from '../../core/names.ts';
import { readCpu, readMemory } from '../../core/quantity.ts';
import { EVERY_PROCESS } from '../../state/apps/docker-options.ts';

/** Names of resources and what a value of each means. */
export const resourceNames = [
  'cpu',
  'memory',
  'memory-swap',
  'network',
  'network-ingress',
  'network-egress',
  'nvidia-gpu',
] as const;
export type ResourceName = (typeof resourceNames)[number];

export type ResourceKind = 'limit' | 'reserve';

/** How messages call the values of a kind. */
export const kindWords = { limit: 'limits', reserve: 'reservations' } as const;

/** Kubernetes has nothing that would hold a container to these, and counts devices by their limit alone. */
export function isWithoutEffect(kind: ResourceKind, name: ResourceName): boolean {
  return inert.includes(name) || (kind === 'reserve' && name === 'nvidia-gpu');
}

const inert: readonly ResourceName[] = ['memory-swap', 'network', 'network-ingress', 'network-egress'];

export const valueFlags = Object.fromEntries(
  resourceNames.map((name) => [
    name,
    { type: 'string', summary: `Amount of ${name}, or clear`, placeholder: 'AMOUNT' },
  ]),
) as Record<ResourceName, Flag & { type: 'string' }>;

export const processFlag = {
  'process-type': {
    type: 'string',
    summary: 'Process type, cron id or run; every process without a value of its own by default',
    placeholder: 'PROCESS',
  },
} as const satisfies Record<string, Flag>;

export function checkProcess(process: string | undefined): string {
  if (process === undefined || process === EVERY_PROCESS) return EVERY_PROCESS;
  if (isProcessOrTask(process)) return process;
  throw new Failure(`"${process}" is neither a process type nor a cron id`, { code: 'usage.value' });
}

/** Throws a Failure for a value that a deploy would refuse. */
export function checkValue(name: ResourceName, value: string): void {
  const problem = problemOf(name, value);
  if (problem === undefined) return;
  throw new Failure(`The value "${value}" for ${name} ${problem}`, {
    code: 'usage.value',
    hint: `Use clear to remove the value: --${name} clear`,
  });
}

function problemOf(name: ResourceName, value: string): string | undefined {
  if (name === 'cpu' || name === 'memory') {
    const reading = name === 'cpu' ? readCpu(value) : readMemory(value);
    return 'problem' in reading ? reading.problem : undefined;
  }
  if (name === 'nvidia-gpu') return /^\d{1,3}$/.test(value) ? undefined : 'is not a number of devices';
  return /^\d+[a-zA-Z]*$/.test(value) ? undefined : 'is not an amount';
}
