import type { Topic } from '../../cli/table/command-table.ts';

export const gitTopic: Topic = {
  'git-deploy': () => import('./deploy.ts'),
  'git-detach': () => import('./detach.ts'),
  'git-hook': () => import('./hook.ts'),
  'git-receive-pack': () => import('./receive-pack.ts'),
  'git-upload-archive': () => import('./upload-archive.ts'),
  'git-upload-pack': () => import('./upload-pack.ts'),
  'git:from-image': () => import('./from-image.ts'),
  'git:initialize': () => import('./initialize.ts'),
  'git:report': () => import('./report.ts'),
  'git:set': () => import('./set.ts'),
  'git:status': () => import('./status.ts'),
};
