import { propertySet } from '../../cli/parts/property-set.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'builder',
  summary: 'Set how an app is built',
  properties,
  elsewhere: {
    detected: ({ out }, scope) =>
      out.warn(
        `What was detected can only be read: dokku builder:report ${scope} · to choose a builder, set selected`,
      ),
  },
  examples: [
    {
      command: 'dokku builder:set my-app selected dockerfile',
      summary: 'Use the Dockerfile whatever else is there',
    },
    {
      command: 'dokku builder:set my-app build-dir backend',
      summary: 'Build the folder backend of the repository',
    },
    { command: 'dokku builder:set --global buildkit-address', summary: 'Go back to the default address' },
  ],
  async changed({ store, out }, { scope, property }) {
    const selected = property === 'selected' && store.properties.get(scope, 'builder', 'selected');
    if (!selected) return;
    const { availableBuilders } = await import('../../build/select.ts');
    if (availableBuilders().includes(selected)) return;
    out.warn(`The builder ${selected} is not available on this server, so pushes will be refused`);
    out.warn(`Available: ${availableBuilders().join(', ')}`);
  },
});
