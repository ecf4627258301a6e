import { changeResources } from './change.ts';

export default changeResources('limit', 'Set or show the resource limits of an app', [
  {
    command: 'dokku resource:limit --cpu 2 --memory 512 my-app',
    summary: 'Limit every process to 2 CPUs and 512 Mi',
  },
  {
    command: 'dokku resource:limit --process-type worker --memory 1Gi my-app',
    summary: 'Limit one process type',
  },
  { command: 'dokku resource:limit --cpu clear my-app', summary: 'Remove one limit' },
  { command: 'dokku resource:limit my-app', summary: 'Show the limits' },
]);
