import { propertyRows, report } from '../../cli/parts/report.ts';
import { GLOBAL } from '../../state/scope.ts';
import { propertiesNow } from './properties.ts';

export default report({
  plugin: 'nginx',
  summary: 'Show how requests to apps are handled',
  examples: [
    { command: 'dokku nginx:report my-app', summary: 'Show the settings of one app' },
    {
      command: 'dokku nginx:report my-app --nginx-computed-client-max-body-size',
      summary: 'Print only how large the body of a request may be',
    },
  ],
  app: (context, app) => propertyRows(context, 'nginx', propertiesNow(context), app),
  global: (context) => propertyRows(context, 'nginx', propertiesNow(context), GLOBAL),
});
