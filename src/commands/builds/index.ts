import type { Topic } from '../../cli/table/command-table.ts';

export const buildsTopic: Topic = {
  'builds:cancel': () => import('./cancel.ts'),
  'builds:info': () => import('./info.ts'),
  'builds:list': () => import('./list.ts'),
  'builds:output': () => import('./output.ts'),
  'builds:prune': () => import('./prune.ts'),
  'builds:report': () => import('./report.ts'),
  'builds:set': () => import('./set.ts'),
};
