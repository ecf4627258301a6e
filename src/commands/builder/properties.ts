import { builderNames } from '../../build/types.ts';
import type { PropertyTable } from '../../cli/parts/property-set.ts';
import { boolean, invalidPropertyValue, pathInRepository } from '../../cli/parts/property-values.ts';
import { parseDuration } from '../../core/clock.ts';
import { Failure } from '../../core/failure.ts';

export const properties = {
  selected: {
    summary: 'Builder to use instead of the detected one',
    normalize(value) {
      if ((builderNames as readonly string[]).includes(value)) return value;
      throw new Failure(`"${value}" is not a builder`, {
        code: 'usage.value',
        hint: `Builders: ${builderNames.join(', ')}`,
      });
    },
  },
  'build-dir': {
    summary: 'Folder of the repository to build, with its own app.json, Procfile and Kustomize folder',
    normalize: pathInRepository('build-dir'),
  },
  'skip-cleanup': {
    summary: 'Accepted for compatibility; ignored, because builds leave nothing to clean up',
    default: 'false',
    normalize: boolean('skip-cleanup'),
  },
  // BuildKit receives the registry logins of the server.
  'buildkit-address': {
    summary: 'Address of BuildKit, unix:// or tcp://',
    needsGlobalRole: true,
    default: 'unix:///run/buildkit/buildkitd.sock',
    normalize(value) {
      if (/^(unix|tcp):\/\/\S+$/.test(value)) return value;
      throw invalidPropertyValue(
        'buildkit-address',
        value,
        'an address like unix:///run/buildkit/buildkitd.sock',
      );
    },
  },
  'silence-timeout': {
    summary: 'How long a build may print nothing before it is stopped',
    default: '30m',
    normalize(value) {
      if (parseDuration(value)) return value;
      throw invalidPropertyValue('silence-timeout', value, 'a time like 90s, 30m or 2h');
    },
  },
} satisfies PropertyTable;
