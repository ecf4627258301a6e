import { changeResources } from './change.ts';

export default changeResources('reserve', 'Set or show the resource reservations of an app', [
  {
    command: 'dokku resource:reserve --cpu 500m --memory 256Mi my-app',
    summary: 'Reserve CPU and memory for every process',
  },
  {
    command: 'dokku resource:reserve --cpu 0m my-app',
    summary: 'Reserve no CPU, instead of the default',
  },
]);
