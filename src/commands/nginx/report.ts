import { propertyRows, report } from '../../cli/parts/report.ts';
import { GLOBAL } from '../../state/scope.ts';
import { propertiesOfCurrentClass } from './properties.ts';

export default report({
  plugin: 'nginx',
  summary: 'Show the proxy settings of apps',
  examples: [
    { command: 'dokku nginx:report my-app', summary: 'Show the settings of one app' },
    {
      command: 'dokku nginx:report my-app --nginx-computed-client-max-body-size',
      summary: 'Print only the maximum size of a request body',
    },
  ],
  app: (context, app) => propertyRows(context, 'nginx', propertiesOfCurrentClass(context), app),
  global: (context) => propertyRows(context, 'nginx', propertiesOfCurrentClass(context), GLOBAL),
});
