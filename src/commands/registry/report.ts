import { imageRepository } from '../../build/push-target.ts';
import { readServer } from '../../build/registry-server.ts';
import type { Context } from '../../cli/invoke/context.ts';
import { propertyRows, type Rows, report } from '../../cli/parts/report.ts';
import { properties } from './properties.ts';

export default report({
  plugin: 'registry',
  summary: 'Show where images are pushed to',
  dualKeys: true,
  examples: [
    { command: 'dokku registry:report my-app', summary: 'Show the registry settings of one app' },
    { command: 'dokku registry:report my-app --registry-computed-server', summary: 'Print the server alone' },
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

/** The effective server as it stands before an image's name: with a slash at its end, nothing for Docker Hub. */
function rowsOf(context: Context, scope: string): Rows {
  const rows = propertyRows(context, 'registry', properties, scope);
  const { host, prefix } = readServer(rows['computed-server'] ?? '');
  return { ...rows, 'computed-server': host === 'docker.io' && !prefix ? '' : `${host}/${prefix}` };
}
