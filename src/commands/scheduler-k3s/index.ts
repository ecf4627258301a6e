import type { Topic } from '../../cli/table/command-table.ts';

export const schedulerK3sTopic: Topic = {
  'scheduler-k3s:annotations:report': () => import('./annotations/report.ts'),
  'scheduler-k3s:annotations:set': () => import('./annotations/set.ts'),
  'scheduler-k3s:autoscaling-auth:report': () => import('./autoscaling-auth/report.ts'),
  'scheduler-k3s:autoscaling-auth:set': () => import('./autoscaling-auth/set.ts'),
  'scheduler-k3s:cluster:list': () => import('./cluster/list.ts'),
  'scheduler-k3s:labels:report': () => import('./labels/report.ts'),
  'scheduler-k3s:labels:set': () => import('./labels/set.ts'),
  'scheduler-k3s:node-sysctls:report': () => import('./node-sysctls/report.ts'),
  'scheduler-k3s:node-sysctls:set': () => import('./node-sysctls/set.ts'),
  'scheduler-k3s:preview': () => import('./preview.ts'),
  'scheduler-k3s:report': () => import('./report.ts'),
  'scheduler-k3s:set': () => import('./set.ts'),
  'scheduler-k3s:show-kubeconfig': () => import('./show-kubeconfig.ts'),
};
