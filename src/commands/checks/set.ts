import { propertySet } from '../../cli/parts/property-set.ts';
import { Failure } from '../../core/failure.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'checks',
  summary: 'Change how old processes give way to new ones',
  properties,
  elsewhere: Object.fromEntries(
    ['wait', 'timeout', 'attempts'].map((name) => [name, () => refuse(name, `"${name}"`)]),
  ),
  examples: [
    {
      command: 'dokku checks:set my-app wait-to-retire 60',
      summary: 'Let old pods serve a minute longer, e.g. for slow downloads',
    },
  ],
});

function refuse(property: string, key: string): never {
  throw new Failure(`${property} is a matter of each check, and not of the app`, {
    code: 'usage.property',
    hint: [
      `Say it as ${key} in app.json, for example:`,
      '{"healthchecks": {"web": [{"type": "readiness", "path": "/", "wait": 5, "timeout": 3, "attempts": 3}]}}',
    ],
  });
}
