import type { Topic } from '../table.ts';

export const urls: Topic = {
  url: () => import('./url.ts'),
  urls: () => import('./urls.ts'),
};
