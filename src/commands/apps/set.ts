import { propertySet } from '../../cli/parts/property-set.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'apps',
  summary: 'Change how apps are made, or what is noted about the source of one',
  properties,
  examples: [
    {
      command: 'dokku apps:set --global disable-autocreation true',
      summary: 'Refuse pushes to apps that do not exist',
    },
  ],
  // The source is a fact about the app and not a setting, so it has its place there.
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
