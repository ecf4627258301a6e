import type { Settings } from '../settings.ts';

export interface Verb {
  arguments?: string;
  summary: string;
  /** Left out of the help: used by the engine itself. */
  hidden?: boolean;
  load: () => Promise<{ run: (settings: Settings, args: string[]) => Promise<number | undefined> }>;
}

export const verbs: Record<string, Verb> = {
  up: { summary: 'start the cluster, compiling and making what is missing', load: () => import('./up.ts') },
  down: {
    summary: 'end the cluster and leave nothing running; the data stays',
    load: () => import('./down.ts'),
  },
  status: { summary: 'show what runs, and whether all of it is well', load: () => import('./status.ts') },
  reset: { summary: 'down, then delete the data', load: () => import('./reset.ts') },
  build: { summary: 'only compile what is missing', load: () => import('./build.ts') },
  env: { summary: 'print the addresses and paths as export lines', load: () => import('./env.ts') },
  kubeconfig: { summary: 'print the path of the kubeconfig', load: () => import('./kubeconfig.ts') },
  logs: { arguments: '[component]', summary: 'show the end of the logs', load: () => import('./logs.ts') },
  addon: {
    arguments: '<name>',
    summary: 'install keda, cert-manager or pebble',
    load: () => import('./addon.ts'),
  },
  node: {
    arguments: 'add|remove <name>',
    summary: 'add or remove a second node on this machine',
    load: () => import('./node.ts'),
  },
  supervise: { summary: '', hidden: true, load: () => import('./supervise.ts') },
};

export function help(): string {
  const rows = Object.entries(verbs)
    .filter(([, verb]) => !verb.hidden)
    .map(([name, verb]) => `  ${`${name} ${verb.arguments ?? ''}`.padEnd(28)}${verb.summary}`);
  return ['Usage: scripts/engine/engine <verb>', '', ...rows].join('\n');
}
