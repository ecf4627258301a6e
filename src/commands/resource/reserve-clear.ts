import { clearResources } from './clear.ts';

export default clearResources('reserve', 'Remove the reservations of an app', [
  { command: 'dokku resource:reserve-clear my-app', summary: 'Go back to the default reservations' },
]);
