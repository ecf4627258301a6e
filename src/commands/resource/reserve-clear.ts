import { clearResources } from './clear.ts';

export default clearResources('reserve', 'Remove the resource reservations of an app', [
  { command: 'dokku resource:reserve-clear my-app', summary: 'Use the default reservations again' },
]);
