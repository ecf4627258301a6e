import { imageRepository } from '../../build/settings/push-target.ts';
import { readServer } from '../../build/settings/registry-server.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { propertyRows, type Rows, report } from '../../cli/parts/report.ts';
import { properties } from './properties.ts';

export default report({
  plugin: 'registry',
  summary: 'Show the registry settings of apps',
  dualKeys: true,
  examples: [
    { command: 'dokku registry:report my-app', summary: 'Show the registry settings of one app' },
    { command: 'dokku registry:report my-app --registry-computed-server', summary: 'Print only the server' },
  ],
  app(context, app) {
    const rows = rowsOf(context, app);
    return {
      ...rows,
      'computed-image-repo': imageRepository(
        app,
        rows['image-repo'],
        rows['computed-image-repo-template'] ?? '',
      ),
      'tag-version': String(context.store.releases.newestNumber(app) ?? ''),
    };
  },
  global: (context) => rowsOf(context, '--global'),
});

/** The effective server as the prefix of an image name: with a slash at its end, empty for Docker Hub. */
function rowsOf(context: Context, scope: string): Rows {
  const rows = propertyRows(context, 'registry', properties, scope);
  const { host, prefix } = readServer(rows['computed-server'] ?? '');
  return { ...rows, 'computed-server': host === 'docker.io' && !prefix ? '' : `${host}/${prefix}` };
}
