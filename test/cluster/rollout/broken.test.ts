import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import pMap from 'p-map';
import { clusterUnderTest, isClusterGiven } from '../../../scripts/lib/cluster-under-test.ts';
import { runProgram } from '../../../src/exec/run-program.ts';
import { endedAt, eventAt, type Knew, knownAt, unscheduledAt } from './knew.ts';
import { forever, type Outcome, type PodShape, shell, Workspace } from './workspace.ts';

interface Case {
  title: string;
  shape: PodShape;
  code: string;
  message: RegExp;
  /** A line of the app's log that the failure must show; undefined if the failure must show no log. */
  log: string | undefined;
  hint: RegExp;
  knew: Knew;
}

const claim = (name: string) => ({
  container: { volumeMounts: [{ name: 'data', mountPath: '/data' }] },
  pod: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: name } }] },
});
/** The heading above the lines of an app's log. */
const logHeading = 'Last lines of its log';
const serve = shell('echo serving the shop; mkdir /www; exec httpd -f -p 5000 -h /www');
const probe = (path: string) => ({ httpGet: { path, port: 5000 }, periodSeconds: 1, failureThreshold: 2 });

let lockedRegistry: { address: string; stop: () => Promise<void> } | undefined;

const cases: Record<string, () => Case> = {
  missing: () => ({
    title: 'an image that does not exist',
    shape: { image: `${clusterUnderTest().registry}/rollout/nothing:1` },
    code: 'rollout.image-missing',
    message: /^web: the image \S+\/rollout\/nothing:1 does not exist \(pod missing-web-/,
    log: undefined,
    hint: /dokku ps:rebuild missing/,
    knew: eventAt('Failed'),
  }),
  denied: () => ({
    title: 'an image that the registry denies',
    shape: { image: `${lockedRegistry!.address}/rollout/secret:1` },
    code: 'rollout.image-denied',
    message: /^web: registry 127\.0\.0\.1:\d+ denied the cluster access to /,
    log: undefined,
    hint: /dokku registry:login --password-stdin denied 127\.0\.0\.1/,
    knew: eventAt('Failed'),
  }),
  down: () => ({
    title: 'a registry that is down',
    shape: { image: '127.0.0.1:1/rollout/shop:1' },
    code: 'rollout.image-unreachable',
    message: /^web: could not reach registry 127\.0\.0\.1:1/,
    log: undefined,
    hint: /registry runs/,
    knew: eventAt('Failed'),
  }),
  crash: () => ({
    title: 'a process that crashes',
    shape: { command: shell('echo cannot open the shop database; exit 3') },
    code: 'rollout.crash',
    message: /^web exited with status 3 each time it was started \(pod crash-web-/,
    log: 'cannot open the shop database',
    hint: /dokku config:set crash/,
    knew: endedAt,
  }),
  late: () => ({
    title: 'a process without a check that crashes just after its start',
    shape: { command: shell('sleep 0.4; echo the queue does not answer; exit 1') },
    code: 'rollout.crash',
    message: /^web exited with status 1 each time it was started/,
    log: 'the queue does not answer',
    hint: /push again/,
    knew: endedAt,
  }),
  completed: () => ({
    title: 'a process that exits without an error',
    shape: { command: shell('echo nothing to do; exit 0') },
    code: 'rollout.completed',
    message: /^web exited with status 0: a process must keep running/,
    log: 'nothing to do',
    hint: /dokku ps:scale completed web=0/,
    knew: endedAt,
  }),
  memory: () => ({
    title: 'a process that exceeds its memory limit',
    shape: { command: ['tail', '/dev/zero'], container: { resources: { limits: { memory: '24Mi' } } } },
    code: 'rollout.out-of-memory',
    message: /^web was killed because it needs more memory than its limit of 24Mi/,
    log: undefined,
    hint: /dokku resource:limit --memory <amount> --process-type web memory/,
    knew: endedAt,
  }),
  readiness: () => ({
    title: 'a readiness check on a path that does not exist',
    shape: { command: serve, container: { readinessProbe: probe('/missing') } },
    code: 'rollout.probe',
    message:
      /^web has been running for \d+ s, but its readiness check fails: HTTP probe failed with statuscode: 404/,
    log: 'serving the shop',
    hint: /healthchecks\.web/,
    knew: eventAt('Unhealthy'),
  }),
  startup: () => ({
    title: 'a startup check that never passes',
    shape: {
      command: serve,
      container: { startupProbe: { ...probe('/'), httpGet: { path: '/', port: 5001 } } },
    },
    code: 'rollout.probe',
    message: /^web did not pass its startup check and was killed: .*connection refused/,
    log: 'serving the shop',
    hint: /dokku checks:skip startup web/,
    knew: eventAt('Killing'),
  }),
  liveness: () => ({
    title: 'a liveness check that kills the container',
    shape: {
      command: shell('echo alive; sleep 600'),
      container: {
        livenessProbe: {
          exec: { command: shell('echo the queue is stuck; false') },
          periodSeconds: 1,
          failureThreshold: 2,
        },
        readinessProbe: { exec: { command: ['false'] }, periodSeconds: 1 },
      },
    },
    code: 'rollout.probe',
    message: /^web did not pass its liveness check and was killed: the queue is stuck/,
    log: 'alive',
    hint: /liveness check in app\.json/,
    knew: eventAt('Killing'),
  }),
  secret: () => ({
    title: 'a Secret that does not exist',
    shape: { command: forever, container: { envFrom: [{ secretRef: { name: 'stripe' } }] } },
    code: 'rollout.missing-config',
    message: /^web needs the Secret stripe, which does not exist in namespace rollout-/,
    log: undefined,
    hint: /dokku config:set secret/,
    knew: eventAt('Failed'),
  }),
  configmap: () => ({
    title: 'a ConfigMap that does not exist',
    shape: { command: forever, container: { envFrom: [{ configMapRef: { name: 'flags' } }] } },
    code: 'rollout.missing-config',
    message: /^web needs the ConfigMap flags/,
    log: undefined,
    hint: /config\/kustomize/,
    knew: eventAt('Failed'),
  }),
  mounted: () => ({
    title: 'a mounted Secret that does not exist',
    shape: {
      command: forever,
      container: { volumeMounts: [{ name: 'keys', mountPath: '/keys' }] },
      pod: { volumes: [{ name: 'keys', secret: { secretName: 'keys' } }] },
    },
    code: 'rollout.missing-config',
    message: /^web needs the Secret keys/,
    log: undefined,
    hint: /config\/kustomize/,
    knew: eventAt('FailedMount'),
  }),
  command: () => ({
    title: 'a command that does not exist',
    shape: { command: ['gunicorn', 'shop:app'] },
    code: 'rollout.command',
    message: /^web cannot be started: gunicorn: executable file not found/,
    log: undefined,
    hint: /Procfile/,
    knew: endedAt,
  }),
  cpu: () => ({
    title: 'more processors than any node has',
    shape: { command: forever, container: { resources: { requests: { cpu: '500' } } } },
    code: 'rollout.unschedulable',
    message: /^web: no node has enough cpu/,
    log: undefined,
    hint: /dokku resource:reserve/,
    knew: unscheduledAt,
  }),
  selector: () => ({
    title: 'a node selector that matches no node',
    shape: { command: forever, pod: { nodeSelector: { colour: 'green' } } },
    code: 'rollout.unschedulable',
    message: /^web: no node can run the pod/,
    log: undefined,
    hint: /kubectl get nodes/,
    knew: unscheduledAt,
  }),
  unclaimed: () => ({
    title: 'a storage claim that does not exist',
    shape: { command: forever, ...claim('nowhere') },
    code: 'rollout.claim',
    message: /^web: the storage claim nowhere does not exist/,
    log: undefined,
    hint: /dokku storage:unmount unclaimed nowhere/,
    knew: unscheduledAt,
  }),
  classless: () => ({
    title: 'a storage claim of a class that does not exist',
    shape: { command: forever, ...claim('fast-data') },
    code: 'rollout.claim',
    message: /^web: the storage claim fast-data gets no volume/,
    log: undefined,
    hint: /dokku storage:info fast-data/,
    knew: unscheduledAt,
  }),
  mount: () => ({
    title: 'a volume that cannot be mounted',
    shape: {
      command: forever,
      container: { volumeMounts: [{ name: 'data', mountPath: '/data' }] },
      pod: { volumes: [{ name: 'data', hostPath: { path: '/rollout/no/such/folder', type: 'Directory' } }] },
    },
    code: 'rollout.volume',
    message: /^web: the volume data cannot be mounted/,
    log: undefined,
    hint: /dokku storage:report mount/,
    knew: eventAt('FailedMount'),
  }),
  full: () => ({
    title: 'a full volume',
    shape: {
      command: shell('dd if=/dev/zero of=/data/orders bs=1M count=5'),
      container: { volumeMounts: [{ name: 'data', mountPath: '/data' }] },
      pod: { volumes: [{ name: 'data', emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } }] },
    },
    code: 'rollout.disk-full',
    message: /^web exited with status 1 each time it was started: a disk or volume is full/,
    log: 'No space left on device',
    hint: /dokku storage:set/,
    knew: endedAt,
  }),
  init: () => ({
    title: 'an init container that fails',
    shape: {
      command: forever,
      pod: {
        initContainers: [
          { name: 'migrate', image: 'busybox', command: shell('echo no such table: orders; exit 2') },
        ],
      },
    },
    code: 'rollout.init-failed',
    message: /^init container migrate of web exited with status 2/,
    log: 'no such table: orders',
    hint: /init container migrate/,
    knew: endedAt,
  }),
};

/** The cases that this cluster supports: only the engine has the program of a registry with a login. */
const possible = Object.entries(cases).filter(([app]) => app !== 'denied' || !isClusterGiven());

/** The time-out without progress. A failure found in half this time does not come from the time-out. */
const timeoutMs = 300_000;
/** Longer than a busy machine takes from the start of a process to its crash. Every case here fails. */
const settleMs = 60_000;

describe('rollout: a deploy that can never succeed fails with its reason, long before the time-out:', () => {
  const workspace = new Workspace();
  const results = new Map<string, Outcome & { knew: string | undefined }>();
  const over = new AbortController();

  before(async () => {
    await workspace.open();
    if (!isClusterGiven()) lockedRegistry = await startLockedRegistry();
    await workspace.apply({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'fast-data' },
      spec: {
        storageClassName: 'fast',
        accessModes: ['ReadWriteOnce'],
        resources: { requests: { storage: '1Mi' } },
      },
    });
    // Runs the cases in parallel to save time, but limits their number: otherwise the node's reports would be late.
    await pMap(
      possible,
      async ([app, make]) => {
        const { shape, knew } = make();
        await workspace.deploy(app, shape);
        const known = knownAt(workspace, app, knew, over.signal);
        const outcome = await workspace.watch(app, { timeout: timeoutMs, minUptimeMs: settleMs });
        results.set(app, { ...outcome, knew: await known });
        await workspace.kube.delete({
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          namespace: workspace.namespace,
          name: `${app}-web`,
        });
      },
      { concurrency: 6 },
    );
  });

  after(async () => {
    over.abort();
    await lockedRegistry?.stop();
    await workspace.close();
  });

  for (const [app, make] of possible) {
    it(make.toString().match(/title: '([^']+)'/)![1]!, () => {
      const { failure, at, knew } = results.get(app)!;
      const wanted = make();
      expect(failure?.code, failure?.message).to.equal(wanted.code);
      expect(failure!.message).to.match(wanted.message);
      expect(failure!.hint.join('\n')).to.match(wanted.hint);
      const details = failure!.details.join('\n');
      if (wanted.log === undefined) expect(details).not.to.contain(logHeading);
      else expect(details.split(logHeading)[1]).to.contain(wanted.log);
      expect(knew, 'the time at which the cluster knew').to.be.a('string');
      expect(at - Date.parse(knew!), 'milliseconds after the cluster knew').to.be.below(timeoutMs / 2);
    });
  }
});

/**
 * Starts a real registry whose password nobody has. Containerd uses plain HTTP for it, because it is on this machine.
 */
async function startLockedRegistry(): Promise<{ address: string; stop: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'locked-registry-'));
  const address = `127.0.0.1:${await freePort()}`;
  writeFileSync(join(folder, 'htpasswd'), '');
  writeFileSync(
    join(folder, 'config.yml'),
    JSON.stringify({
      version: 0.1,
      storage: { filesystem: { rootdirectory: join(folder, 'data') } },
      http: { addr: address },
      auth: { htpasswd: { realm: 'shop', path: join(folder, 'htpasswd') } },
    }),
  );
  const stop = new AbortController();
  const server = runProgram('registry', ['serve', join(folder, 'config.yml')], { signal: stop.signal }).catch(
    (error: unknown) => {
      if (!stop.signal.aborted) throw error;
    },
  );
  const answers = async () => (await fetch(`http://${address}/v2/`).catch(() => undefined))?.status === 401;
  while (!(await answers())) await Promise.race([server, new Promise((resolve) => setTimeout(resolve, 50))]);
  return {
    address,
    stop: async () => {
      stop.abort();
      await server;
      rmSync(folder, { recursive: true });
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
