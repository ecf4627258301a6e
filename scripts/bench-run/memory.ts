import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Installation } from '../../test/cluster/installation.ts';
import { childrenOf, residentMegabytes, settled } from './proc.ts';
import { type Measurement, memoryRow } from './row.ts';

const sessions = 20;

export const memory: Measurement = {
  name: 'memory',
  summary: 'the server idle and with 20 open sessions, and a waiting worker',
  runs: 1,
  async measure(bench) {
    const installation = await bench.installation();
    const app = await installation.create('memory');
    const server = installation.server!.child.pid!;
    const workers = childrenOf(server);
    bench.say('Measuring memory');
    for (const pid of [server, ...workers]) await settled(pid);
    const worker = Math.max(...workers.map(residentMegabytes));
    const idle = residentMegabytes(server);
    const open: ChildProcess[] = [];
    try {
      while (open.length < sessions) open.push(await openSession(installation, app));
      await settled(server);
      return [
        memoryRow('memory of the server, idle', 90, idle),
        memoryRow(`memory of the server, ${sessions} open sessions`, 150, residentMegabytes(server)),
        memoryRow('memory of a waiting worker', 70, worker),
      ];
    } finally {
      for (const session of open) session.stdin!.end();
    }
  },
};

/** A push that goes no further than git's greeting: git waits for the client until the client leaves. */
async function openSession(installation: Installation, app: string): Promise<ChildProcess> {
  const target = ['-p', String(installation.port), 'dokku@127.0.0.1'];
  const words = [...installation.sshOptions(), ...target, `git-receive-pack '${app}'`];
  const session = spawn('ssh', words, { env: installation.env, stdio: ['pipe', 'pipe', 'ignore'] });
  await Promise.race([
    once(session.stdout, 'data'),
    once(session, 'exit').then(([status]) => {
      throw new Error(`A session ended with ${status} before its time`);
    }),
  ]);
  return session;
}
