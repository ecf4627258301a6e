import type { Context } from '../../cli/invoke/context.ts';
import { type Rows, report } from '../../cli/parts/report.ts';
import { readableDomain } from '../../core/names.ts';
import { GLOBAL } from '../../state/scope.ts';
import { vhostsEnabled } from './vhosts.ts';

export default report({
  plugin: 'domains',
  summary: 'Show the domains of apps',
  examples: [
    { command: 'dokku domains:report my-app', summary: 'Show the domains of one app and the global ones' },
    { command: 'dokku domains:report my-app --domains-app-vhosts', summary: 'Print only its domains' },
  ],
  app(context, app) {
    const domains = context.store.domains.list(app);
    return {
      // Without a domain nothing is routed to the app.
      'app-enabled': String(domains.length > 0 && vhostsEnabled(context, app)),
      'app-vhosts': domains.join(' '),
      ...readableRow(domains),
      ...globalRows(context),
    };
  },
  global: globalRows,
});

/** Only for domains with other letters than a to z. */
function readableRow(domains: readonly string[]): Rows {
  const readable = domains.map(readableDomain).join(' ');
  return readable === domains.join(' ') ? {} : { 'app-vhosts-unicode': readable };
}

function globalRows({ store }: Context): Rows {
  const domains = store.domains.list(GLOBAL);
  return { 'global-enabled': String(domains.length > 0), 'global-vhosts': domains.join(' ') };
}
