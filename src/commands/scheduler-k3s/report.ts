import type { Context } from '../../cli/invoke/context.ts';
import { propertyRows, type Rows, report } from '../../cli/parts/report.ts';
import { optionsAboveBaseline } from '../../release/policy/grants.ts';
import { readNamespace } from '../../release/settings/read-namespace.ts';
import { readMounts } from '../../release/settings/read-storage.ts';
import { EVERY_PROCESS } from '../../state/apps/docker-options.ts';
import { GLOBAL } from '../../state/scope.ts';
import { properties } from './properties.ts';

export default report({
  plugin: 'scheduler-k3s',
  summary: 'Show the Kubernetes settings of apps',
  dualKeys: true,
  secret: { 'global-token': ({ store }) => store.secrets.get(GLOBAL, 'scheduler-k3s', 'token') },
  examples: [
    { command: 'dokku scheduler-k3s:report my-app', summary: 'Show the settings of one app' },
    {
      command: 'dokku scheduler-k3s:report my-app --scheduler-k3s-computed-namespace',
      summary: 'Print only the namespace',
    },
  ],
  app: (context, app) => ({
    ...rows(context, app),
    'computed-namespace': readNamespace(context.store.properties, app),
    'pod-security-exceptions': exceptions(context, app),
  }),
  global: (context) => rows(context, GLOBAL),
});

/** What administrators gave to the pods of an app beyond its `pod-security`, by command. */
function exceptions({ store }: Context, app: string): string {
  const options = optionsAboveBaseline(store.dockerOptions.list(app)).map(
    ({ phase, process, option }) => `${process === EVERY_PROCESS ? phase : `${phase}.${process}`} ${option}`,
  );
  const folders = readMounts(store, app)
    .filter(({ hostPath }) => hostPath !== '')
    .map(({ entry, hostPath }) => `storage ${entry} ${hostPath}`);
  return [...options, ...new Set(folders)].join(', ');
}

function rows(context: Context, scope: string): Rows {
  const { 'global-token': token, ...shown } = propertyRows(context, 'scheduler-k3s', properties, scope);
  return scope === GLOBAL ? { ...shown, 'global-token': token! } : shown;
}
