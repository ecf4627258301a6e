import type { Topic } from '../../cli/table/command-table.ts';

export const builderDockerfileTopic: Topic = {
  'builder-dockerfile:report': () => import('./report.ts'),
  'builder-dockerfile:set': () => import('./set.ts'),
};
