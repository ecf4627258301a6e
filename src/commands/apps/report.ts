import type { Context } from '../../cli/invoke/context.ts';
import { type Rows, report } from '../../cli/parts/report.ts';
import { unixSeconds } from '../../core/clock.ts';
import { repositoryPath } from '../../core/environment.ts';
import { livingHolder } from '../../deploy/frame/lock.ts';
import { GLOBAL } from '../../state/scope.ts';

export default report({
  plugin: 'apps',
  type: 'app',
  summary: 'Show creation time, deploy source and lock of apps',
  dualKeys: true,
  examples: [{ command: 'dokku apps:report my-app', summary: 'Show one app' }],
  app(context, app) {
    const { store, environment } = context;
    const { createdAt, deploySource, deploySourceMetadata, lockedBy } = store.apps.find(app)!;
    return {
      'created-at': String(unixSeconds(new Date(createdAt))),
      'deploy-source': deploySource ?? '',
      'deploy-source-metadata': deploySourceMetadata ?? '',
      dir: repositoryPath(environment, app),
      locked: String(lockedBy !== undefined || livingHolder(store, app) !== undefined),
      ...globalRows(context),
    };
  },
  global: globalRows,
});

function globalRows({ store }: Context): Rows {
  return {
    'global-disable-autocreation': store.properties.get(GLOBAL, 'apps', 'disable-autocreation') || 'false',
  };
}
