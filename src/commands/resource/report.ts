import { report } from '../../cli/parts/report.ts';

export default report({
  plugin: 'resource',
  summary: 'Show the resource limits and reservations of apps',
  dualKeys: true,
  examples: [
    { command: 'dokku resource:report my-app', summary: 'Show all limits and reservations' },
    { command: 'dokku resource:report my-app --resource-web.limit.memory', summary: 'Print one value' },
  ],
  app: ({ store }, app) =>
    Object.fromEntries(
      store.resources
        .list(app)
        .map(({ process, kind, name, value }) => [`${process}.${kind}.${name}`, value]),
    ),
});
