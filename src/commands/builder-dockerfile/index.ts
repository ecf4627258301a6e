import type { Topic } from '../table.ts';

export const builderDockerfile: Topic = {
  'builder-dockerfile:report': () => import('./report.ts'),
  'builder-dockerfile:set': () => import('./set.ts'),
};
