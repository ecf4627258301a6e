import type { PropertyTable } from '../../cli/parts/property-set.ts';
import { boolean } from '../../cli/parts/property-values.ts';

export const properties = {
  'disable-autocreation': {
    summary: 'Refuse a push to an app that does not exist, instead of creating the app',
    scope: 'global',
    default: 'false',
    normalize: boolean('disable-autocreation'),
  },
  'deploy-source': { summary: 'Source of the last deploy, e.g. git-push', scope: 'app' },
  'deploy-source-metadata': { summary: 'Details of the source: a commit or an image', scope: 'app' },
} satisfies PropertyTable;
