import type { Context } from '../../cli/invoke/context.ts';
import { propertyRows, type Rows, report } from '../../cli/parts/report.ts';
import { unixSeconds } from '../../core/clock.ts';
import { repositoryPath } from '../../core/environment.ts';
import { readBranch } from '../../git/branch.ts';
import { revisionVariable } from '../../release/settings/revision-variable.ts';
import { properties } from './properties.ts';

const perApp = ['deploy-branch', 'keep-git-dir', 'lfs-pointers'];

export default report({
  plugin: 'git',
  summary: 'Show the git settings of apps',
  examples: [
    { command: 'dokku git:report my-app', summary: 'Show the settings of one app' },
    { command: 'dokku git:report my-app --git-sha', summary: 'Print the deployed commit' },
  ],
  async app(context, app) {
    const rows = rowsOf(context, app);
    const repository = repositoryPath(context.environment, app);
    const branch = await readBranch(repository, rows['computed-deploy-branch']!);
    return {
      ...rows,
      'rev-env-var': revisionVariable(context.store.properties, app),
      sha: branch?.commit.slice(0, 7) ?? '',
      'last-updated-at': branch ? String(unixSeconds(branch.movedAt)) : '',
    };
  },
  global: (context) => rowsOf(context, '--global'),
});

/** Dokku's rows: branch, folder and pointers in all three forms, limits of archives globally, other rows as they are. */
function rowsOf(context: Context, scope: string): Rows {
  const all = propertyRows(context, 'git', properties, scope);
  return Object.fromEntries(
    Object.entries(all).filter(([key]) => {
      const name = key.replace(/^(global|computed)-/, '');
      if (perApp.includes(name)) return true;
      return name.startsWith('archive-') ? key !== name : key === name;
    }),
  );
}
