import type { Topic } from '../../cli/table/command-table.ts';

export const urlsTopic: Topic = {
  url: () => import('./url.ts'),
  urls: () => import('./urls.ts'),
};
