import type { AbsentCommand } from '../cli/table/command-table.ts';

const containers = 'Kubernetes restarts and replaces containers itself, so this command is not needed';
const proxy =
  'The ingress controller of the cluster follows the settings of all apps, so this command is not needed';
const vector = 'dokku does not run Vector: run a log shipper in the cluster instead';

/** Commands of a host with Docker: why they do not exist here, and what to use instead. */
export const absentCommands: Readonly<Record<string, AbsentCommand>> = {
  'certs:chain': [
    'There is no certs:chain: the certificate contains its chain',
    'Print the certificate: dokku certs:show <app> crt',
  ],
  'certs:key': ['There is no certs:key', 'Print the key: dokku certs:show <app> key'],
  'certs:rollback': [
    'There is no certs:rollback: only the current certificate is kept',
    'Import the old certificate again: dokku certs:add <app> <crt> <key>',
  ],
  'checks:run': [
    'There is no checks:run: the cluster runs the checks of app.json continuously',
    'See the results: dokku ps:report <app>',
  ],
  'letsencrypt:active': [
    'There is no letsencrypt:active',
    'See the current certificate: dokku certs:report <app>',
  ],
  'letsencrypt:auto-renew': [
    'cert-manager renews certificates automatically',
    'See when a certificate expires: dokku certs:report <app>',
  ],
  'letsencrypt:list': ['There is no letsencrypt:list', 'See all certificates: dokku certs:report'],
  'logs:failed': [
    'There is no logs:failed: the log of a failed deploy is the output of its build',
    'Print the log: dokku builds:output <app>',
  ],
  'logs:vector-logs': [vector, 'See the settings of logs: dokku logs:report'],
  'logs:vector-start': [vector, 'See the settings of logs: dokku logs:report'],
  'logs:vector-stop': [vector, 'See the settings of logs: dokku logs:report'],
  'proxy:build-config': [proxy, 'Apply changed settings: dokku ps:restart <app>'],
  'proxy:clear-config': [proxy, 'Apply changed settings: dokku ps:restart <app>'],
  'proxy:disable': [proxy, 'Stop routing an app: dokku domains:disable <app>'],
  'proxy:enable': [proxy, 'Route an app again: dokku domains:enable <app>'],
  'ps:inspect': [
    'There is no ps:inspect: containers run as pods of the cluster',
    'See the pods: dokku ps:report <app> · see the release: dokku releases:info <app>',
  ],
  'ps:restore': [containers, 'Start a stopped app: dokku ps:start <app>'],
  'ps:retire': [containers, 'See the pods: dokku ps:report <app>'],
  'run:retire': [
    'One-off commands are removed automatically when they finish',
    'Stop a command now: dokku run:stop <app>',
  ],
};
