import { propertySet } from '../../cli/parts/property-set.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'apps',
  summary: 'Set an apps property',
  properties,
  examples: [
    {
      command: 'dokku apps:set --global disable-autocreation true',
      summary: 'Refuse pushes to apps that do not exist',
    },
  ],
  // The source is stored with the app, because it is a fact and not a setting.
  changed({ store }, { scope, property }) {
    const app = store.apps.find(scope);
    if (!app) return;
    const value = store.properties.get(scope, 'apps', property) ?? '';
    store.properties.unset(scope, 'apps', property);
    const { deploySource = '', deploySourceMetadata = '' } = app;
    if (property === 'deploy-source') store.apps.setDeploySource(scope, value, deploySourceMetadata);
    else store.apps.setDeploySource(scope, deploySource, value);
  },
});
