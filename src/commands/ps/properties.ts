import type { PropertyTable } from '../../cli/parts/property-set.ts';
import { boolean, invalidPropertyValue, pathInRepository } from '../../cli/parts/property-values.ts';
import { parseDuration } from '../../core/clock.ts';

export const properties = {
  'procfile-path': {
    summary: 'Path of the Procfile, below build-dir',
    default: 'Procfile',
    normalize: pathInRepository('procfile-path'),
  },
  'restart-policy': {
    summary: 'Accepted for compatibility; Kubernetes always restarts containers',
    default: 'on-failure:10',
    normalize(value) {
      if (/^(no|always|unless-stopped|on-failure(:\d+)?)$/.test(value)) return value;
      throw invalidPropertyValue(
        'restart-policy',
        value,
        'no, always, unless-stopped, on-failure or on-failure:<number>',
      );
    },
  },
  'skip-deploy': {
    summary: 'Build on push without deploying',
    default: 'false',
    normalize: boolean('skip-deploy'),
  },
  'stop-timeout-seconds': {
    summary: 'Time for a process to stop before it is killed',
    default: '30',
    normalize(value) {
      const time = parseDuration(value);
      if (time !== undefined && time <= 24 * 3_600_000) return value;
      throw invalidPropertyValue(
        'stop-timeout-seconds',
        value,
        'a number of seconds or a time like 2m, at most a day',
      );
    },
  },
  'start-cmd': { summary: 'Command of every process, instead of the command in the Procfile', scope: 'app' },
  'dockerfile-start-cmd': {
    summary: 'Like start-cmd, for images built from a Dockerfile only',
    scope: 'app',
  },
  restore: {
    summary: 'false while the app is stopped by ps:stop',
    scope: 'app',
    default: 'true',
    normalize: boolean('restore'),
  },
} satisfies PropertyTable;
