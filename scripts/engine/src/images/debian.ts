import { cpSync, existsSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EngineError } from '../system/errors.ts';
import { readText } from '../system/files.ts';
import { run, tryRun } from '../system/run.ts';
import type { BaseImage } from './base-images.ts';
import { authorities, inputsHash } from './inputs.ts';

const suite = 'bookworm';
const packages = 'ca-certificates,netbase,tzdata';
const ownAuthorities = '/usr/local/share/ca-certificates';
const maxAttempts = 3;
const retryDelayMs = 5000;
/** What debootstrap prints when a file cannot be fetched. */
const failedDownload = /^E: (Failed getting|Couldn't download)/m;
const recipe = join(import.meta.dirname, '..', '..', 'images', 'debian', 'Dockerfile');

export function debian(): BaseImage {
  const inputs = inputsHash([recipe], [suite, packages, mirror(), '1']);
  return {
    name: 'debian',
    tags: [`${suite}-slim`],
    inputs,
    prepare: async (settings, folder) => {
      const archive = join(settings.cache, 'images', `debian-${inputs}.tar`);
      if (!existsSync(archive)) await makeArchive(archive, folder);
      // A link would leave the build context.
      cpSync(archive, join(folder, 'rootfs.tar'));
    },
  };
}

async function makeArchive(archive: string, folder: string): Promise<void> {
  const root = join(folder, 'root');
  await bootstrap(root);
  cpSync(authorities, join(root, authorities));
  if (existsSync(ownAuthorities)) cpSync(ownAuthorities, join(root, ownAuthorities), { recursive: true });
  writeFileSync(join(root, 'etc/apt/sources.list'), sources());
  for (const name of [
    'var/cache/apt/archives',
    'var/lib/apt/lists',
    'var/log',
    'usr/share/doc',
    'usr/share/man',
  ]) {
    for (const entry of readdirSync(join(root, name))) rmSync(join(root, name, entry), { recursive: true });
  }
  mkdirSync(join(root, 'var/lib/apt/lists/partial'));
  rmSync(join(root, 'etc/resolv.conf'), { force: true });
  rmSync(join(root, 'etc/hostname'), { force: true });
  rmSync(join(root, 'dev'), { recursive: true });
  mkdirSync(join(root, 'dev'));
  mkdirSync(join(archive, '..'), { recursive: true });
  await run('tar', ['--numeric-owner', '-C', root, '-cf', `${archive}.new`, '.']);
  renameSync(`${archive}.new`, archive);
  rmSync(root, { recursive: true, force: true });
}

/** Debootstrap ends at the first download that fails, while apt tries again. */
async function bootstrap(root: string): Promise<void> {
  const args = ['--variant=minbase', `--include=${packages}`, suite, root, mirror()];
  for (let attempt = 1; ; attempt++) {
    const { code, stdout, stderr } = await tryRun('debootstrap', args);
    if (code === 0) return;
    const output = `${stdout}\n${stderr}`.trim();
    if (attempt === maxAttempts || !failedDownload.test(output))
      throw new EngineError(
        `Could not create the Debian image: debootstrap exited with status ${code}\n${output}`,
        {
          hint: `check that this machine can reach ${mirror()}, and run the command again`,
        },
      );
    rmSync(root, { recursive: true, force: true });
    await delay(retryDelayMs);
  }
}

/** The mirror that this machine's own packages come from. */
function mirror(): string {
  const folder = '/etc/apt/sources.list.d';
  const lists = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name)) : [];
  const text = ['/etc/apt/sources.list', ...lists].map(readText).join('\n');
  const found = /^(?:deb\s+(?:\[[^\]]*\]\s+)?|URIs:\s*)(\S+\/debian)\/?(?=\s|$)/m.exec(text);
  if (found?.[1]) return found[1];
  throw new EngineError('The apt sources of this machine name no Debian mirror', {
    hint: 'add a line such as `deb http://deb.debian.org/debian bookworm main` to /etc/apt/sources.list',
  });
}

function sources(): string {
  const base = mirror();
  const security = base.replace(/\/debian$/, '/debian-security');
  const lines = [
    `deb ${base} ${suite} main`,
    `deb ${base} ${suite}-updates main`,
    `deb ${security} ${suite}-security main`,
  ];
  return `${lines.join('\n')}\n`;
}
