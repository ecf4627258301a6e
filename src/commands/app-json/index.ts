import type { Topic } from '../table.ts';

export const appJson: Topic = {
  'app-json:report': () => import('./report.ts'),
  'app-json:set': () => import('./set.ts'),
};
