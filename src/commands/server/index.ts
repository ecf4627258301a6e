import type { Topic } from '../../cli/table/command-table.ts';

export const server: Topic = {
  server: () => import('./server.ts'),
  'ssh-session': () => import('./ssh-session.ts'),
};
