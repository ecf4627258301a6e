import type { PropertyTable } from '../../cli/parts/property-set.ts';
import { boolean, invalidPropertyValue } from '../../cli/parts/property-values.ts';
import { isConfigKey } from '../../core/names.ts';
import { defaultBranch, isBranchName } from '../../git/refs.ts';
import { defaultRevisionVariable } from '../../release/settings/revision-variable.ts';

export const properties = {
  'deploy-branch': {
    summary: 'Branch or tag that a push deploys; when unset, the first branch pushed',
    default: defaultBranch,
    normalize(value) {
      if (isBranchName(value)) return value;
      throw invalidPropertyValue('deploy-branch', value, 'a name that Git allows, like main');
    },
  },
  'keep-git-dir': {
    summary: 'Include the .git folder in the build',
    default: 'false',
    normalize: boolean('keep-git-dir'),
  },
  'lfs-pointers': {
    summary: 'Files in Git LFS without their content: refuse, or deploy the pointers',
    default: 'refuse',
    normalize(value) {
      if (value === 'refuse' || value === 'deploy') return value;
      throw invalidPropertyValue('lfs-pointers', value, 'refuse or deploy');
    },
  },
  'rev-env-var': {
    summary: 'Config var with the deployed commit; "" for none',
    default: defaultRevisionVariable,
    keepsEmpty: true,
    normalize(value) {
      if (value === '' || isConfigKey(value)) return value;
      throw invalidPropertyValue('rev-env-var', value, 'a name of letters, digits and underscores');
    },
  },
  'source-image': { summary: 'Image of the last git:from-image' },
  'archive-max-files': {
    summary: 'Maximum number of entries in an archive',
    default: '10000',
    normalize: positive('archive-max-files'),
  },
  'archive-max-size': {
    summary: 'Maximum size of an unpacked archive in bytes',
    default: '1073741824',
    normalize: positive('archive-max-size'),
  },
} satisfies PropertyTable;

function positive(property: string): (value: string) => string {
  return (value) => {
    if (/^[1-9]\d*$/.test(value)) return value;
    throw invalidPropertyValue(property, value, 'a positive whole number');
  };
}
