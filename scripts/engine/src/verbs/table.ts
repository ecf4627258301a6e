import type { Settings } from '../settings.ts';

export interface Verb {
  arguments?: string;
  summary: string;
  /** Not in the help: only the engine itself or its maintainers use it. */
  hidden?: boolean;
  load: () => Promise<{ run: (settings: Settings, args: string[]) => Promise<number | undefined> }>;
}

export const verbs: Record<string, Verb> = {
  up: { summary: 'start the cluster; compile and install what is missing', load: () => import('./up.ts') },
  down: {
    summary: 'stop the cluster and delete its mounts and interfaces; keep the data',
    load: () => import('./down.ts'),
  },
  status: {
    summary: 'show the components and nodes, and whether all are ready',
    load: () => import('./status.ts'),
  },
  reset: { summary: 'stop the cluster and delete its data', load: () => import('./reset.ts') },
  build: {
    arguments: '[program…]',
    summary: 'compile what is missing, without starting the cluster',
    load: () => import('./build.ts'),
  },
  env: { summary: 'print the addresses and paths as export lines', load: () => import('./env.ts') },
  kubeconfig: { summary: 'print the path of the kubeconfig', load: () => import('./kubeconfig.ts') },
  logs: {
    arguments: '[component]',
    summary: 'show the last lines of the logs',
    load: () => import('./logs.ts'),
  },
  addon: {
    arguments: '<name>',
    summary: 'install keda, cert-manager or pebble into the cluster',
    load: () => import('./addon.ts'),
  },
  node: {
    arguments: 'add|remove <name>',
    summary: 'add or remove a second node on this machine',
    load: () => import('./node.ts'),
  },
  // For maintainers: README.md, section "How the programs are compiled".
  align: { summary: '', hidden: true, load: () => import('./align.ts') },
  supervise: { summary: '', hidden: true, load: () => import('./supervise.ts') },
};

export function help(): string {
  const rows = Object.entries(verbs)
    .filter(([, verb]) => !verb.hidden)
    .map(([name, verb]) => `  ${`${name} ${verb.arguments ?? ''}`.padEnd(28)}${verb.summary}`);
  const trace = 'Any verb takes --trace, which adds the stack trace to an error.';
  return ['Usage: scripts/engine/engine <verb> [--trace]', '', ...rows, '', trace].join('\n');
}
