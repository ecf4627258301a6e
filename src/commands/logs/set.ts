import { propertySet } from '../../cli/parts/property-set.ts';
import { properties } from './properties.ts';

const effects: Record<string, string> = {
  'max-size': 'It limits no log: the kubelet of each node does, by its containerLogMaxSize',
  'vector-sink':
    'No log is sent there from here: run a log shipper in the cluster, which reads the logs of all pods',
};

export default propertySet({
  plugin: 'logs',
  summary: 'Keep settings of logs that older releases had',
  properties,
  examples: [
    {
      command: 'dokku logs:set my-app max-size 20m',
      summary: 'Keep the setting; the cluster limits logs itself',
    },
  ],
  changed({ out, store }, { scope, property }) {
    const isSet =
      store.properties.get(scope, 'logs', property) !== undefined ||
      store.secrets.keys(scope, 'logs').includes(property);
    if (isSet) out.warn(effects[property]!);
  },
});
