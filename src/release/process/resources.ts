import { formatQuantity, type Quantity, type Reading, readCpu, readMemory } from '../../core/quantity.ts';
import { EVERY_PROCESS } from '../../state/apps/docker-options.ts';
import type { ResolveContext } from '../context.ts';

export interface ResourceRequirements {
  requests?: Record<string, string>;
  limits?: Record<string, string>;
}

const readers: Record<string, { key: string; read: (text: string) => Reading }> = {
  cpu: { key: 'cpu', read: readCpu },
  memory: { key: 'memory', read: readMemory },
};

/** The default requests, so that the scheduler cannot overfill a node. */
const defaults: Record<string, string> = { cpu: '100m', memory: '128Mi' };

type Kind = 'limit' | 'reserve';

/**
 * Returns the requests and limits of a process type. Each value falls back to that of `_default_`. A zero with a unit
 * (`0m`, `0Mi`) removes the default; a bare `0` counts as not set.
 */
export function resourcesOf(context: ResolveContext, process: string): ResourceRequirements {
  const requests: Record<string, string> = {};
  const limits: Record<string, string> = {};
  for (const [name, { key, read }] of Object.entries(readers)) {
    const limit = readSetting(context, process, 'limit', name, read);
    const reserved = readSetting(context, process, 'reserve', name, read);
    let request = reserved?.quantity ?? quantityOf(read(defaults[name]!));
    if (limit && limit.quantity.nano > 0n && request.nano > limit.quantity.nano) {
      if (reserved) {
        const whose = reserved.scope === EVERY_PROCESS ? 'Every process' : `Process type ${reserved.scope}`;
        context.problem(
          `${whose} reserves more ${name} than the limit allows`,
          command(context, reserved.scope, 'reserve', name),
        );
      }
      // A limit below the default request lowers the request, which must not exceed the limit.
      request = limit.quantity;
    }
    if (request.nano > 0n) requests[key] = formatQuantity(request);
    if (limit && limit.quantity.nano > 0n) limits[key] = formatQuantity(limit.quantity);
  }
  const gpus = readSetting(context, process, 'limit', 'nvidia-gpu', readCount)?.quantity;
  if (gpus && gpus.nano > 0n) limits['nvidia.com/gpu'] = formatQuantity(gpus);
  return { requests: orNothing(requests), limits: orNothing(limits) };
}

function readSetting(
  context: ResolveContext,
  process: string,
  kind: Kind,
  name: string,
  read: (text: string) => Reading,
): { quantity: Quantity; scope: string } | undefined {
  const { resources } = context.input.settings;
  const found = [process, EVERY_PROCESS]
    .map((scope) => resources.find((row) => row.process === scope && row.kind === kind && row.name === name))
    .find((row) => row && row.value !== '' && row.value !== '0');
  if (!found) return undefined;
  const reading = read(found.value);
  if ('quantity' in reading) return { quantity: reading.quantity, scope: found.process };
  context.problem(
    `The ${name} ${kind === 'limit' ? 'limit' : 'reservation'} "${found.value}" ${reading.problem}`,
    command(context, found.process, kind, name),
  );
  return undefined;
}

function command(context: ResolveContext, process: string, kind: Kind, name: string): string {
  const scope = process === EVERY_PROCESS ? '' : `--process-type ${process} `;
  return `resource:${kind} ${scope}--${name} <value> ${context.input.app}`;
}

function readCount(text: string): Reading {
  return /^\d{1,6}$/.test(text) ? readCpu(text) : { problem: 'is not a whole number' };
}

function quantityOf(reading: Reading): Quantity {
  if ('problem' in reading) throw new Error(reading.problem);
  return reading.quantity;
}

function orNothing(map: Record<string, string>): Record<string, string> | undefined {
  return Object.keys(map).length ? map : undefined;
}
