import { propertySet } from '../../cli/parts/property-set.ts';
import { Failure } from '../../core/failure.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'checks',
  summary: 'Set a checks property',
  properties,
  elsewhere: Object.fromEntries(
    ['wait', 'timeout', 'attempts'].map((name) => [name, () => refuse(name, `"${name}"`)]),
  ),
  examples: [
    {
      command: 'dokku checks:set my-app wait-to-retire 60',
      summary: 'Keep old pods a minute longer, e.g. for slow downloads',
    },
  ],
});

function refuse(property: string, key: string): never {
  throw new Failure(`${property} is a setting of each check, not of the app`, {
    code: 'usage.property',
    hint: [
      `Set ${key} in app.json, for example:`,
      '{"healthchecks": {"web": [{"type": "readiness", "path": "/", "wait": 5, "timeout": 3, "attempts": 3}]}}',
    ],
  });
}
