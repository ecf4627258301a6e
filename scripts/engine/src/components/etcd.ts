import { binary } from '../build/cache.ts';
import type { Settings } from '../settings.ts';
import type { Component } from './component.ts';
import { socketOk } from './probe.ts';

/** Listens on Unix sockets only: there is no port to take, and nobody but root can reach it. */
export function etcd(settings: Settings): Component {
  const { paths } = settings;
  // The peer address needs the form of a port; it becomes a socket of that name in the work folder.
  const peer = 'unix://etcd-peer:1';
  return {
    name: 'etcd',
    needs: [],
    command: binary(settings, 'etcd'),
    cwd: paths.run,
    args: [
      '--name=engine',
      `--data-dir=${paths.etcd}`,
      `--listen-client-urls=unix://${paths.etcdSocket}`,
      '--advertise-client-urls=unix://etcd-client:1',
      `--listen-peer-urls=${peer}`,
      `--initial-advertise-peer-urls=${peer}`,
      `--initial-cluster=engine=${peer}`,
      '--auto-compaction-retention=1h',
      '--snapshot-count=10000',
      // The data outlives every process; only a power failure could damage it, and `reset` followed by `up` recreates it.
      '--unsafe-no-fsync',
      '--log-level=warn',
    ],
    ready: () => socketOk(paths.etcdSocket, '/health'),
    grace: 5000,
  };
}
