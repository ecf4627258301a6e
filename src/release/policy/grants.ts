import type { Manifest } from '../../kube/types.ts';
import type { DockerOption, DockerPhase } from '../../state/apps/docker-options.ts';
import { readSecurity } from '../process/security.ts';
import { cronHash } from '../tasks/cron.ts';
import { baselineCapabilities, baselineSysctls } from './baseline.ts';
import type { ContainerGrants } from './pod-security.ts';
import { restrictedCapabilities } from './restricted.ts';

/**
 * Returns what docker options give to the container of an object, by name; undefined if the chart did not create the
 * container.
 */
export function grantsOf(
  { kind, metadata }: Pick<Manifest, 'kind' | 'metadata'>,
  app: string,
  options: readonly DockerOption[],
): (container: string) => ContainerGrants | undefined {
  const { name } = metadata;
  if (kind === 'Deployment')
    return (container) =>
      container === name && name.startsWith(`${app}-`)
        ? read(options, 'deploy', (process) => process === name.slice(app.length + 1))
        : undefined;
  const task = `${app}-cron-`;
  if (kind === 'CronJob' && name.startsWith(task))
    return (container) =>
      container === `${app}-cron`
        ? read(options, 'deploy', (process) => cronHash(process).startsWith(name.slice(task.length)))
        : undefined;
  return () => undefined;
}

/** Returns what docker options give to one-off commands and deploy tasks. */
export function grantsOfTasks(options: readonly DockerOption[]): ContainerGrants {
  return read(options, 'run', () => false);
}

function read(
  options: readonly DockerOption[],
  phase: DockerPhase,
  isProcess: (process: string) => boolean,
): ContainerGrants {
  const ignore = () => {};
  const { privileged, add, sysctls } = readSecurity(options, phase, isProcess, {
    refuse: ignore,
    warn: ignore,
  });
  return { privileged, capabilities: add, sysctls: sysctls.map(({ name }) => name) };
}

/** Returns the docker options that give containers more than the level baseline allows. */
export function optionsAboveBaseline(options: readonly DockerOption[]): DockerOption[] {
  return optionsBeyond(options, baselineCapabilities);
}

/** Returns the docker options that give containers more than the level restricted allows. */
export function optionsAboveRestricted(options: readonly DockerOption[]): DockerOption[] {
  return optionsBeyond(options, restrictedCapabilities);
}

function optionsBeyond(options: readonly DockerOption[], allowed: readonly string[]): DockerOption[] {
  return options.filter((option) => {
    if (option.phase === 'build') return false;
    const { privileged, capabilities, sysctls } = read([option], option.phase, () => true);
    return (
      privileged ||
      capabilities.some((name) => !allowed.includes(name)) ||
      sysctls.some((name) => !baselineSysctls.includes(name))
    );
  });
}
