import { clearResources } from './clear.ts';

export default clearResources('limit', 'Remove the resource limits of an app', [
  { command: 'dokku resource:limit-clear my-app', summary: 'Remove the limits of every process' },
  {
    command: 'dokku resource:limit-clear --process-type worker my-app',
    summary: 'Remove the limits of one process type',
  },
]);
