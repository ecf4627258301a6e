import type { Topic } from '../../cli/table/command-table.ts';

export const runTopic: Topic = {
  enter: () => import('./enter.ts'),
  run: () => import('./run.ts'),
  'run:detached': () => import('./detached.ts'),
  'run:list': () => import('./list.ts'),
  'run:logs': () => import('./logs.ts'),
  'run:stop': () => import('./stop.ts'),
};
