import type { AbsentCommand } from '../cli/table/command-table.ts';

const containers = 'Kubernetes looks after containers by itself, so there is nothing to do by hand';
const proxy = 'The ingress controller of the cluster serves all apps and follows their settings by itself';
const vector = 'Vector runs in the cluster, if at all, and is not started by hand';

/** Commands that belong to a host with Docker: why there is none here, and what to use in its place. */
export const absentCommands: Readonly<Record<string, AbsentCommand>> = {
  'certs:chain': [
    'There is no certs:chain: the chain is in the certificate',
    'Print it: dokku certs:show <app> crt',
  ],
  'certs:key': ['There is no certs:key', 'Print the key: dokku certs:show <app> key'],
  'certs:rollback': [
    'There is no certs:rollback: only the certificate that serves is kept',
    'Import the old one again: dokku certs:add <app> <crt> <key>',
  ],
  'checks:run': [
    'There is no checks:run: the cluster runs the checks of app.json all the time',
    'See what they say: dokku ps:report <app>',
  ],
  'letsencrypt:active': [
    'There is no letsencrypt:active',
    'See the certificate that serves: dokku certs:report <app>',
  ],
  'letsencrypt:auto-renew': [
    'Certificates are renewed by themselves',
    'See when one ends: dokku certs:report <app>',
  ],
  'letsencrypt:list': ['There is no letsencrypt:list', 'See all certificates: dokku certs:report'],
  'logs:failed': [
    'There is no logs:failed: what failed is in the log of its build',
    'Print it: dokku builds:output <app>',
  ],
  'logs:vector-logs': [vector, 'See the settings of logs: dokku logs:report'],
  'logs:vector-start': [vector, 'See the settings of logs: dokku logs:report'],
  'logs:vector-stop': [vector, 'See the settings of logs: dokku logs:report'],
  'proxy:build-config': [proxy, 'Bring changed settings to it: dokku ps:restart <app>'],
  'proxy:clear-config': [proxy, 'Bring changed settings to it: dokku ps:restart <app>'],
  'proxy:disable': [proxy, 'Take an app off the network: dokku domains:disable <app>'],
  'proxy:enable': [proxy, 'Bring an app back to the network: dokku domains:enable <app>'],
  'ps:inspect': [
    'There is no ps:inspect: containers are pods of the cluster',
    'See what runs: dokku ps:report <app> · what was released: dokku releases:info <app>',
  ],
  'ps:restore': [containers, 'An app that was stopped is started by: dokku ps:start <app>'],
  'ps:retire': [containers, 'Old containers end as soon as new ones serve; see: dokku ps:report <app>'],
  'run:retire': [
    'One-off commands are removed by themselves when they end',
    'End one now: dokku run:stop <app>',
  ],
};
