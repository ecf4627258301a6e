import { join } from 'node:path';
import { stringify } from 'yaml';
import { binary } from '../build/cache.ts';
import { registryAddress, type Settings } from '../settings.ts';
import { writeFile } from '../system/files.ts';
import type { Component } from './component.ts';
import { httpOk } from './probe.ts';

export function registry(settings: Settings): Component {
  const config = join(settings.paths.config, 'registry.yaml');
  writeFile(
    config,
    stringify({
      version: '0.1',
      log: { level: 'warn', accesslog: { disabled: true } },
      storage: { filesystem: { rootdirectory: settings.paths.registry }, delete: { enabled: true } },
      http: { addr: registryAddress(settings) },
    }),
  );
  return {
    name: 'registry',
    needs: [],
    command: binary(settings, 'registry'),
    args: ['serve', config],
    env: { OTEL_TRACES_EXPORTER: 'none' },
    ready: () => httpOk(`http://${registryAddress(settings)}/v2/`),
    grace: 3000,
  };
}
