import { propertySet } from '../../cli/parts/property-set.ts';
import { properties } from './properties.ts';

const effects: Record<string, string> = {
  'max-size': 'max-size has no effect: the kubelet of each node limits logs by its containerLogMaxSize',
  'vector-sink':
    'vector-sink has no effect: run a log shipper in the cluster, which reads the logs of all pods',
};

export default propertySet({
  plugin: 'logs',
  summary: 'Set a logs property',
  properties,
  examples: [
    {
      command: 'dokku logs:set my-app max-size 20m',
      summary: 'Store the setting; the cluster limits logs itself',
    },
  ],
  changed({ out, store }, { scope, property }) {
    const isSet =
      store.properties.get(scope, 'logs', property) !== undefined ||
      store.secrets.keys(scope, 'logs').includes(property);
    if (isSet) out.warn(effects[property]!);
  },
});
