import { type DockerOption, type DockerPhase, EVERY_PROCESS } from '../../state/apps/docker-options.ts';
import type { ResolveContext } from '../context.ts';
import type { ContainerSpec } from '../types.ts';
import { readCapability } from './capabilities.ts';

type Security = Pick<ContainerSpec, 'securityContext' | 'sysctls'>;

/**
 * Translates the docker options of a phase to Kubernetes. Warnings name the options that Kubernetes does not support.
 */
export function securityOf(context: ResolveContext, phase: DockerPhase, process: string): Security {
  const add: string[] = [];
  const drop: string[] = [];
  const sysctls = new Map<string, string>();
  let privileged = false;
  const refuse = (row: DockerOption) => (what: string) => context.problem(what, removal(context, row));
  for (const row of context.input.settings.dockerOptions) {
    if (row.phase !== phase || ![EVERY_PROCESS, process].includes(row.process)) continue;
    const [flag, value] = split(row.option);
    if (flag === '--privileged') privileged = value !== 'false';
    else if (flag === '--cap-add' && value) readInto(add, value, refuse(row));
    else if (flag === '--cap-drop' && value) readInto(drop, value, refuse(row));
    else if (flag === '--sysctl' && value) readSysctl(value, sysctls, refuse(row));
    else context.warn(`The docker option ${flag} of phase ${phase} has no effect on Kubernetes`);
  }
  const capabilities = {
    ...(add.length && { add: unique(add) }),
    ...(drop.length && { drop: unique(drop) }),
  };
  const securityContext = {
    ...(privileged && { privileged: true }),
    ...(Object.keys(capabilities).length > 0 && { capabilities }),
  };
  return {
    securityContext: Object.keys(securityContext).length ? securityContext : undefined,
    sysctls: [...sysctls]
      .map(([name, value]) => ({ name, value }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/** Splits an option at the first `=` or blank. The value can contain both. */
function split(option: string): [flag: string, value: string] {
  const at = option.trim().search(/[=\s]/);
  return at === -1
    ? [option.trim(), '']
    : [
        option.trim().slice(0, at),
        option
          .trim()
          .slice(at + 1)
          .trim(),
      ];
}

function removal({ input: { app } }: ResolveContext, { process, phase, option }: DockerOption): string {
  const scope = process === EVERY_PROCESS ? '' : `--process ${process} `;
  return `docker-options:remove ${scope}${app} ${phase} "${option.trim()}"`;
}

function readInto(list: string[], text: string, refuse: (what: string) => void): void {
  const reading = readCapability(text);
  if ('name' in reading) list.push(reading.name);
  else refuse(reading.problem);
}

function readSysctl(text: string, sysctls: Map<string, string>, refuse: (what: string) => void): void {
  const at = text.indexOf('=');
  const name = text.slice(0, at);
  if (at <= 0) refuse(`"--sysctl ${text}" has no value`);
  else if (isNamespaced(name)) sysctls.set(name, text.slice(at + 1));
  else refuse(`The sysctl ${name} is not namespaced: it belongs to the node`);
}

/** Returns whether the kernel keeps a parameter for each pod. Source: the kubelet's list of namespaced sysctls. */
export function isNamespaced(name: string): boolean {
  return name === 'kernel.sem' || /^(net\.|kernel\.shm|kernel\.msg|fs\.mqueue\.)/.test(name);
}

function unique(words: string[]): string[] {
  return [...new Set(words)];
}
