import { join } from 'node:path';
import { Installation } from '../../test/cluster/installation.ts';
import type { Bench } from './bench.ts';
import { bareStart, command } from './command.ts';
import { makeFleet } from './fleet.ts';
import { medians } from './measure.ts';
import { type Measurement, ratioRow } from './row.ts';

export const ssh: Measurement = {
  name: 'ssh',
  summary: 'a command over an open SSH connection compared with the bare start of Node',
  runs: 31,
  async measure(bench, runs) {
    const installation = await serveFleet(bench);
    const socket = join(bench.folder, 'master');
    const options = [...installation.sshOptions(), '-S', socket, '-p', String(installation.port)];
    await installation.run('ssh', [...options, '-M', '-N', '-f', 'dokku@127.0.0.1']);
    bench.atEnd(() => installation.run('ssh', ['-S', socket, '-O', 'exit', 'dokku@127.0.0.1']));
    bench.say('Listing apps over SSH');
    const { bare, list } = await medians(runs, {
      bare: bareStart(installation.env),
      list: command('ssh', [...options, 'dokku@127.0.0.1', 'apps:list'], installation.env),
    });
    return [ratioRow('apps:list, 100 apps, open SSH connection : node -e 0', 0.8, list, bare)];
  },
};

async function serveFleet(bench: Bench): Promise<Installation> {
  const installation = new Installation();
  bench.atEnd(() => installation.end());
  await makeFleet(installation.root, 100);
  await installation.configure();
  await installation.serve();
  return installation;
}
