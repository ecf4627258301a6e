import { propertySet } from '../../cli/parts/property-set.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'builder',
  summary: 'Set a builder property',
  properties,
  elsewhere: {
    detected: ({ out }, scope) =>
      out.warn(
        `The property detected is read-only. To choose a builder: dokku builder:set ${scope} selected <builder>`,
      ),
  },
  examples: [
    {
      command: 'dokku builder:set my-app selected dockerfile',
      summary: 'Use the Dockerfile even if another builder is detected',
    },
    {
      command: 'dokku builder:set my-app build-dir backend',
      summary: 'Build the folder backend of the repository',
    },
    {
      command: 'dokku builder:set --global buildkit-address',
      summary: 'Use the default address of BuildKit again',
    },
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
