import type { Flag } from '../../cli/table/define.ts';
import { Failure } from '../../core/failure.ts';
import { isProcessOrTask } from '../../core/names.ts';
import { readCpu, readMemory } from '../../core/quantity.ts';
import { EVERY_PROCESS } from '../../state/apps/docker-options.ts';

/** The resources of Dokku. */
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

/** The noun of each kind in messages. */
export const kindWords = { limit: 'limits', reserve: 'reservations' } as const;

/** Kubernetes does not enforce these values, and counts devices by their limit only. */
export function isWithoutEffect(kind: ResourceKind, name: ResourceName): boolean {
  return unsupported.includes(name) || (kind === 'reserve' && name === 'nvidia-gpu');
}

const unsupported: readonly ResourceName[] = ['memory-swap', 'network', 'network-ingress', 'network-egress'];

export const valueFlags = Object.fromEntries(
  resourceNames.map((name) => [
    name,
    { type: 'string', summary: `Amount of ${name}, or clear`, placeholder: 'AMOUNT' },
  ]),
) as Record<ResourceName, Flag & { type: 'string' }>;

export const resourceProcessFlag = {
  'process-type': {
    type: 'string',
    summary: 'Process type, cron id or run (default: every process without its own value)',
    placeholder: 'PROCESS',
  },
} as const satisfies Record<string, Flag>;

export function readProcessOrAll(process: string | undefined): string {
  if (process === undefined || process === EVERY_PROCESS) return EVERY_PROCESS;
  if (isProcessOrTask(process)) return process;
  throw new Failure(`"${process}" is not a valid process type or cron id`, { code: 'usage.value' });
}

/** Throws a Failure for a value that a deploy would refuse. */
export function checkValue(name: ResourceName, value: string): void {
  const problem = problemOf(name, value);
  if (problem === undefined) return;
  throw new Failure(`The value "${value}" for ${name} ${problem}`, {
    code: 'usage.value',
    hint: `To remove the value, use: --${name} clear`,
  });
}

function problemOf(name: ResourceName, value: string): string | undefined {
  if (name === 'cpu' || name === 'memory') {
    const reading = name === 'cpu' ? readCpu(value) : readMemory(value);
    return 'problem' in reading ? reading.problem : undefined;
  }
  if (name === 'nvidia-gpu') return /^\d{1,3}$/.test(value) ? undefined : 'is not a valid number of devices';
  return /^\d+[a-zA-Z]*$/.test(value) ? undefined : 'is not a valid amount';
}
