import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename } from 'node:path';
import type { Engine } from './engine.ts';
import { must } from './engine.ts';

/** Returns everything on the machine that an engine could leave behind, as comparable lines. */
export async function traces(engine: Engine) {
  const lines = async (command: string, args: string[]) => must(await engine.run(command, args)).split('\n');
  const brief = (text: string) => text.replace(/\s+/g, ' ').trim();
  return {
    processes: processes(engine),
    mounts: readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .filter((line) => line.includes(`${engine.state}/`)),
    interfaces: (await lines('ip', ['-brief', 'address'])).map(brief),
    routes: (await lines('ip', ['route', 'show', 'table', 'all'])).map(brief),
    tables: await lines('nft', ['list', 'ruleset']),
    connections: (await lines('ss', ['-H', '-l', '-t', '-n'])).map(brief),
    namespaces: list('/run/netns').filter((name) => `${name}-`.startsWith(`${basename(engine.state)}-`)),
    cgroups: cgroups(basename(engine.state)),
    strays: strays(engine),
    forwarding: await lines('cat', ['/proc/sys/net/ipv4/ip_forward']),
  };
}

export type Traces = Awaited<ReturnType<typeof traces>>;

/** Returns the processes that mention the state folder, except the current process. */
export function processes(engine: Engine): string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => `${pid} ${commandLine(pid)}`)
    .filter((line) => line.includes(`${engine.state}/`));
}

/** Returns files in folders that the programs of every engine share. */
function strays(engine: Engine): string[] {
  const results = list('/var/lib/cni/results').filter((name) =>
    name.startsWith(`${basename(engine.state)}-`),
  );
  const links = list('/var/log/containers').filter((name) => {
    return readlinkSync(`/var/log/containers/${name}`).startsWith(`${engine.state}/`);
  });
  return [...results, ...links];
}

function list(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder) : [];
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function cgroups(instance: string): string[] {
  const found = execFileSync('find', ['/sys/fs/cgroup', '-maxdepth', '2', '-type', 'd', '-name', instance]);
  return found.toString().split('\n').filter(Boolean);
}
