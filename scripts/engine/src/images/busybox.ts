import { chmodSync, copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BaseImage } from './base-images.ts';
import { authorities, inputsHash } from './inputs.ts';

const program = '/bin/busybox';
const recipe = join(import.meta.dirname, '..', '..', 'images', 'busybox', 'Dockerfile');

const files: Record<string, string> = {
  'etc/passwd': 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n',
  'etc/group': 'root:x:0:\nnogroup:x:65534:\n',
  // Without this file the statically linked resolver loads modules that are missing, and wget crashes.
  'etc/nsswitch.conf': 'hosts: files dns\n',
};

export function busybox(): BaseImage {
  return {
    name: 'busybox',
    tags: ['latest', '1'],
    inputs: inputsHash([program, recipe], Object.values(files)),
    prepare: async (_settings, folder) => {
      const root = join(folder, 'root');
      for (const name of ['bin', 'etc/ssl/certs', 'root', 'tmp', 'var/www', 'home']) {
        mkdirSync(join(root, name), { recursive: true });
      }
      chmodSync(join(root, 'tmp'), 0o1777);
      for (const [name, content] of Object.entries(files)) writeFileSync(join(root, name), content);
      copyFileSync(program, join(root, 'bin/busybox'));
      copyFileSync(authorities, join(root, authorities));
    },
  };
}
