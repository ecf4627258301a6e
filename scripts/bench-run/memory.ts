import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import pMap from 'p-map';
import type { Installation } from '../../test/cluster/installation.ts';
import { childrenOf, residentMegabytes, settled } from './proc.ts';
import { type Measurement, memoryRow } from './row.ts';

const openSessions = 20;

const pastSessions = 1_000;
/** Number of parallel sessions: the processors are busy, and no session waits for long. */
const concurrency = 8;
const restMs = 5_000;

export const memory: Measurement = {
  name: 'memory',
  summary: 'the server idle, with 20 open sessions and after 1,000 sessions, and a waiting worker',
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
      while (open.length < openSessions) open.push(await openSession(installation, app));
      await settled(server);
      const busy = residentMegabytes(server);
      for (const session of open.splice(0)) session.stdin!.end();
      bench.say(`Opening and closing ${pastSessions} sessions`);
      await pMap(Array(pastSessions), () => passSession(installation), { concurrency });
      await pause(restMs);
      return [
        memoryRow('memory of the server, idle', 90, idle),
        memoryRow(`memory of the server, ${openSessions} open sessions`, 150, busy),
        memoryRow(`memory of the server, 5 s after ${pastSessions} sessions`, 95, residentMegabytes(server)),
        memoryRow('memory of a waiting worker', 70, worker),
      ];
    } finally {
      for (const session of open) session.stdin!.end();
    }
  },
};

/** Opens and closes a connection for one short command. */
async function passSession(installation: Installation): Promise<void> {
  const target = ['-p', String(installation.port), 'dokku@127.0.0.1'];
  const words = [...installation.sshOptions(), ...target, 'apps:list'];
  const { status, text } = await installation.run('ssh', words);
  if (status !== 0) throw new Error(`A session ended with ${status}:\n${text}`);
}

/** Opens a push that stops after git's greeting: git waits until the client disconnects. */
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
