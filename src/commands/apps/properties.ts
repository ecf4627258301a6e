import type { Properties } from '../../cli/parts/property-set.ts';
import { boolean } from '../../cli/parts/property-values.ts';

export const properties = {
  'disable-autocreation': {
    summary: 'A push to an app that does not exist is refused instead of making the app',
    scope: 'global',
    default: 'false',
    normalize: boolean('disable-autocreation'),
  },
  'deploy-source': { summary: 'Kind of source of the last deploy, e.g. git-push', scope: 'app' },
  'deploy-source-metadata': { summary: 'Which source exactly: a commit, an image', scope: 'app' },
} satisfies Properties;
