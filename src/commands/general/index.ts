import type { Topic } from '../../cli/table/command-table.ts';

export const generalTopic: Topic = {
  completion: () => import('./completion.ts'),
  help: () => import('./help.ts'),
  report: () => import('./report.ts'),
  version: () => import('./version.ts'),
};
