import { changeResources } from './change.ts';

export default changeResources('reserve', 'Set or show how much is kept free for an app', [
  {
    command: 'dokku resource:reserve --cpu 500m --memory 256Mi my-app',
    summary: 'Reserve for every process',
  },
  {
    command: 'dokku resource:reserve --cpu 0m my-app',
    summary: 'Reserve no CPU at all, not even the default',
  },
]);
