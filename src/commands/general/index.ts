import type { Topic } from '../table.ts';

export const general: Topic = {
  completion: () => import('./completion.ts'),
  help: () => import('./help.ts'),
  report: () => import('./report.ts'),
  version: () => import('./version.ts'),
};
