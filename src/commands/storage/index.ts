import type { Topic } from '../../cli/table/command-table.ts';

export const storageTopic: Topic = {
  'storage:annotations:report': () => import('./annotations/report.ts'),
  'storage:annotations:set': () => import('./annotations/set.ts'),
  'storage:create': () => import('./create.ts'),
  'storage:destroy': () => import('./destroy.ts'),
  'storage:ensure-directory': () => import('./ensure-directory.ts'),
  'storage:exec': () => import('./exec.ts'),
  'storage:export': () => import('./export.ts'),
  'storage:import': () => import('./import.ts'),
  'storage:info': () => import('./info.ts'),
  'storage:labels:report': () => import('./labels/report.ts'),
  'storage:labels:set': () => import('./labels/set.ts'),
  'storage:list': () => import('./list.ts'),
  'storage:list-entries': () => import('./list-entries.ts'),
  'storage:migrate': () => import('./migrate.ts'),
  'storage:mount': () => import('./mount.ts'),
  'storage:report': () => import('./report.ts'),
  'storage:set': () => import('./set.ts'),
  'storage:unmount': () => import('./unmount.ts'),
  'storage:wait': () => import('./wait.ts'),
};
