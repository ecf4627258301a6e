import { type DockerOption, type DockerPhase, EVERY_PROCESS } from '../../state/apps/docker-options.ts';
import type { ResolveContext } from '../context.ts';
import type { ContainerSpec, ReleaseSpec } from '../types.ts';
import { readCapability } from './capabilities.ts';

type Security = Pick<ContainerSpec, 'securityContext' | 'sysctls'>;

/** What the docker options of a phase ask for. */
export interface SecurityOptions {
  privileged: boolean;
  add: string[];
  drop: string[];
  sysctls: { name: string; value: string }[];
}

interface OptionProblems {
  refuse(option: DockerOption, what: string): void;
  /** `flag` has no effect. */
  warn(flag: string): void;
}

/** Reads the docker options of a phase for all processes, and for those of which `isProcess` returns true. */
export function readSecurity(
  options: readonly DockerOption[],
  phase: DockerPhase,
  isProcess: (process: string) => boolean,
  problems: OptionProblems,
): SecurityOptions {
  const add: string[] = [];
  const drop: string[] = [];
  const sysctls = new Map<string, string>();
  let privileged = false;
  for (const row of options) {
    if (row.phase !== phase || (row.process !== EVERY_PROCESS && !isProcess(row.process))) continue;
    const [flag, value] = split(row.option);
    const refuse = (what: string) => problems.refuse(row, what);
    if (flag === '--privileged') privileged = value !== 'false';
    else if (flag === '--cap-add' && value) readInto(add, value, refuse);
    else if (flag === '--cap-drop' && value) readInto(drop, value, refuse);
    else if (flag === '--sysctl' && value) readSysctl(value, sysctls, refuse);
    else problems.warn(flag);
  }
  return {
    privileged,
    add: unique(add),
    drop: unique(drop),
    sysctls: [...sysctls]
      .map(([name, value]) => ({ name, value }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  };
}

/**
 * Translates the docker options of a phase to Kubernetes, and adds what the level `restricted` requires of a container.
 * Warnings name the options that Kubernetes does not support.
 */
export function securityOf(context: ResolveContext, phase: DockerPhase, process: string): Security {
  const { dockerOptions, podSecurity } = context.input.settings;
  const restricted = podSecurity === 'restricted';
  const { privileged, add, drop, sysctls } = readSecurity(dockerOptions, phase, (name) => name === process, {
    refuse: (row, what) => context.problem(what, removal(context, row)),
    warn: (flag) => context.warn(`The docker option ${flag} of phase ${phase} has no effect on Kubernetes`),
  });
  const dropped = restricted && !privileged ? ['ALL'] : drop;
  const capabilities = {
    ...(add.length && { add }),
    ...(dropped.length && { drop: dropped }),
  };
  const securityContext = {
    ...(privileged && { privileged: true }),
    // The API server refuses a privileged container that must not gain privileges.
    ...(restricted && !privileged && { allowPrivilegeEscalation: false }),
    ...(Object.keys(capabilities).length > 0 && { capabilities }),
  };
  return {
    securityContext: Object.keys(securityContext).length ? securityContext : undefined,
    sysctls,
  };
}

/** Returns the security context of the pods of a release. */
export function podSecurityContext({ pods }: Pick<ReleaseSpec, 'pods'>): Record<string, unknown> {
  return {
    seccompProfile: { type: 'RuntimeDefault' },
    ...(pods?.security === 'restricted' && { runAsNonRoot: true }),
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
