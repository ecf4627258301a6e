import type { Topic } from '../../cli/table/command-table.ts';

export const sshKeysTopic: Topic = {
  'ssh-keys:add': () => import('./add.ts'),
  'ssh-keys:authorized': () => import('./authorized.ts'),
  'ssh-keys:list': () => import('./list.ts'),
  'ssh-keys:remove': () => import('./remove.ts'),
};
