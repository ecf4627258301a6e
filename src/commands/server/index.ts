import type { Topic } from '../../cli/table/command-table.ts';

export const serverTopic: Topic = {
  server: () => import('./server.ts'),
  'ssh-session': () => import('./ssh-session.ts'),
};
