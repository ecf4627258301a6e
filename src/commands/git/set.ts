import { propertySet } from '../../cli/parts/property-set.ts';
import { properties } from './properties.ts';

export default propertySet({
  plugin: 'git',
  summary: 'Set a git property',
  properties,
  examples: [
    { command: 'dokku git:set my-app deploy-branch main', summary: 'Deploy pushes to main' },
    { command: 'dokku git:set --global keep-git-dir true', summary: 'Include .git in all builds' },
  ],
});
