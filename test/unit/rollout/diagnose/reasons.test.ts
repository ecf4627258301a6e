import { expect } from 'chai';
import type { Diagnosis } from '../../../../src/rollout/diagnose/diagnosis.ts';
import { diagnoseRollout } from '../../../../src/rollout/diagnose/index.ts';
import type { Snapshot } from '../../../../src/rollout/watch/snapshot.ts';
import { ago, claim, event, pendingPod, pod, replicaSet, snapshot, web } from '../objects.ts';

function diagnose(parts: Partial<Snapshot>): Diagnosis | undefined {
  return diagnoseRollout([web], snapshot(parts))[0];
}

const waiting = (reason: string, message?: string) => ({ state: { waiting: { reason, message } } });
const ended = (exitCode: number, reason = exitCode === 0 ? 'Completed' : 'Error') => ({
  exitCode,
  reason,
  finishedAt: ago(1),
});
const running = (seconds: number) => ({ state: { running: { startedAt: ago(seconds) } } });

describe('diagnose: image pull', () => {
  const pulled = (reason: string, error: string) =>
    diagnose({
      pods: [
        pod({
          status: waiting(reason, `failed to pull and unpack image "registry.test:5000/shop:2": ${error}`),
        }),
      ],
    });

  it('reports a wrong name at the first attempt', () => {
    const found = pulled(
      'ErrImagePull',
      'failed to resolve reference "registry.test:5000/shop:2": registry.test:5000/shop:2: not found',
    );
    expect(found?.code).to.equal('rollout.image-missing');
    expect(found?.message).to.equal(
      'web: the image registry.test:5000/shop:2 does not exist (pod shop-web-2-abcde)',
    );
    expect(found?.details).to.deep.equal(['registry.test:5000/shop:2: not found']);
  });

  it('does not report missing access when the kubelet asked without the pull secret, unless the secret is missing for long', () => {
    const deniedFor = (age: number) =>
      diagnose({
        pods: [
          pod({
            status: waiting('ErrImagePull', 'failed to authorize: 401 Unauthorized'),
            pod: { startTime: ago(age) },
          }),
        ],
        events: [event('FailedToRetrieveImagePullSecret', 'Unable to retrieve some image pull secrets')],
      });
    expect(deniedFor(5)).to.equal(undefined);
    expect(deniedFor(60)?.code).to.equal('rollout.image-denied');
  });

  it('reports missing access, also in the words of a registry that hides the image', () => {
    expect(pulled('ErrImagePull', 'failed to authorize: unexpected status: 401 Unauthorized')?.code).to.equal(
      'rollout.image-denied',
    );
    const hub = 'pull access denied, repository does not exist or may require authorization';
    const found = pulled('ErrImagePull', hub);
    expect(found?.code).to.equal('rollout.image-denied');
    expect(found?.hint).to.contain('dokku registry:login --password-stdin shop registry.test:5000');
  });

  it('waits for a kubelet that asked before it had the login', () => {
    const error = 'failed to authorize: unexpected status: 401 Unauthorized';
    const late =
      'Unable to retrieve some image pull secrets (pull-secret-shop); attempting to pull the image may not succeed.';
    const deniedFor = (seconds: number) =>
      diagnose({
        pods: [pod({ status: waiting('ErrImagePull', error), pod: { startTime: ago(seconds) } })],
        events: [
          event('FailedToRetrieveImagePullSecret', late),
          event('Failed', `Failed to pull image: ${error}`),
        ],
      });
    expect(deniedFor(3)).to.equal(undefined);
    expect(deniedFor(26)?.code).to.equal('rollout.image-denied');
  });

  it('waits for the events of a kubelet that has a pull secret', () => {
    const error = 'pull access denied: authorization failed: no basic auth credentials';
    const denied = pod({ status: waiting('ErrImagePull', error), pod: { startTime: ago(3) } });
    denied.spec.imagePullSecrets = [{ name: 'pull-secret-shop' }];
    const failed = event('Failed', `Failed to pull image: ${error}`);
    expect(diagnose({ pods: [denied] })).to.equal(undefined);
    expect(diagnose({ pods: [denied], events: [failed] })?.code).to.equal('rollout.image-denied');
  });

  it('waits a moment for a registry that does not answer', () => {
    const error =
      'failed to do request: Head "http://registry.test:5000/v2/": dial tcp 10.0.0.1:5000: connect: connection refused';
    const failedFor = (age: number) => {
      const status = waiting('ErrImagePull', error);
      return diagnose({
        pods: [pod({ status })],
        events: [event('Failed', `Failed to pull image: ${error}`, { age })],
      });
    };
    expect(failedFor(4)).to.equal(undefined);
    expect(failedFor(6)?.code).to.equal('rollout.image-unreachable');
    const found = pulled('ImagePullBackOff', error);
    expect(found?.code).to.equal('rollout.image-unreachable');
    expect(found?.message).to.contain('could not reach registry registry.test:5000');
  });

  it('takes the reason from the event when the status does not have it', () => {
    const found = diagnose({
      pods: [pod({ status: waiting('ImagePullBackOff', 'Back-off pulling image "shop:2"') })],
      events: [
        event('Failed', 'Failed to pull image "shop:2": rpc error: code = NotFound desc = manifest unknown'),
      ],
    });
    expect(found?.code).to.equal('rollout.image-missing');
  });

  it('reports a certificate that the node does not trust, and an invalid image name', () => {
    expect(pulled('ErrImagePull', 'http: server gave HTTP response to HTTPS client')?.code).to.equal(
      'rollout.image-certificate',
    );
    expect(diagnose({ pods: [pod({ status: waiting('InvalidImageName') })] })?.code).to.equal(
      'rollout.image-invalid',
    );
  });
});

describe('diagnose: processes that end', () => {
  it('waits for the second failure', () => {
    expect(diagnose({ pods: [pod({ status: { state: { terminated: ended(3) } } })] })).to.equal(undefined);
    const found = diagnose({ pods: [pod({ status: { restartCount: 1, state: { terminated: ended(3) } } })] });
    expect(found?.code).to.equal('rollout.crash');
    expect(found?.message).to.equal(
      'web exited with status 3 each time it was started (pod shop-web-2-abcde)',
    );
    expect(found?.container).to.equal('shop-web');
  });

  it('decides when the kubelet delays restarts', () => {
    const status = { restartCount: 1, ...waiting('CrashLoopBackOff'), lastState: { terminated: ended(127) } };
    expect(diagnose({ pods: [pod({ status })] })?.message).to.contain(
      'status 127 (the command was not found)',
    );
  });

  it('waits for the reason when a check may be the reason', () => {
    const at = (seconds: number) => {
      const lastState = { terminated: { exitCode: 9, reason: 'Error', finishedAt: ago(seconds) } };
      const status = { restartCount: 2, ...waiting('CrashLoopBackOff'), lastState };
      return diagnose({
        pods: [pod({ status, container: { livenessProbe: { tcpSocket: { port: 5000 } } } })],
      })?.code;
    };
    expect(at(1)).to.equal(undefined);
    expect(at(4)).to.equal('rollout.crash');
  });

  it('reports nothing for a process that runs after its first failure', () => {
    const status = { restartCount: 1, ...running(2), lastState: { terminated: ended(1) } };
    expect(diagnose({ pods: [pod({ status })] })).to.equal(undefined);
  });

  it('reports a process that exits without an error', () => {
    const status = { restartCount: 1, ...waiting('CrashLoopBackOff'), lastState: { terminated: ended(0) } };
    const found = diagnose({ pods: [pod({ status })] });
    expect(found?.code).to.equal('rollout.completed');
    expect(found?.message).to.contain('web exited with status 0: a process must keep running');
  });

  it('reports a lack of memory at the first kill', () => {
    const container = { resources: { limits: { memory: '64Mi' } } };
    const status = { ...running(1), restartCount: 1, lastState: { terminated: ended(137, 'OOMKilled') } };
    const found = diagnose({ pods: [pod({ status, container })] });
    expect(found?.code).to.equal('rollout.out-of-memory');
    expect(found?.message).to.contain('its limit of 64Mi');
    expect(found?.hint).to.equal(
      'Raise the limit with: dokku resource:limit --memory <amount> --process-type web shop',
    );
  });

  it('names an init container', () => {
    const init = { status: { restartCount: 1, state: { terminated: ended(2) } } };
    const found = diagnose({ pods: [pod({ status: waiting('PodInitializing'), init })] });
    expect(found?.code).to.equal('rollout.init-failed');
    expect(found?.message).to.contain('init container migrate of web exited with status 2');
    expect(found?.container).to.equal('migrate');
  });

  it('does not treat a completed init container as an exited process', () => {
    const init = { status: { ready: true, restartCount: 1, state: { terminated: ended(0) } } };
    expect(diagnose({ pods: [pod({ status: running(1), init })] })).to.equal(undefined);
  });

  it('reports a command that cannot be started', () => {
    const message =
      'failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: exec: "nope": executable file not found in $PATH: unknown';
    const status = { state: { terminated: { ...ended(128, 'StartError'), message } } };
    const found = diagnose({ pods: [pod({ status })] });
    expect(found?.code).to.equal('rollout.command');
    expect(found?.message).to.equal(
      'web cannot be started: nope: executable file not found in $PATH (pod shop-web-2-abcde)',
    );
  });

  it('reports an image of the wrong architecture', () => {
    const status = waiting(
      'RunContainerError',
      'failed to start container: exec /app/server: exec format error',
    );
    expect(diagnose({ pods: [pod({ status })] })?.hint).to.contain('a different CPU architecture');
  });

  it('reports an eviction', () => {
    const gone = {
      phase: 'Failed',
      reason: 'Evicted',
      message: 'Pod ephemeral local storage usage exceeds the total limit of containers 10Mi. ',
    };
    const found = diagnose({ pods: [pod({ pod: gone })] });
    expect(found?.message).to.contain('evicted because disk space ran out');
  });
});

describe('diagnose: health checks', () => {
  const readinessProbe = { httpGet: { path: '/', port: 5000 }, periodSeconds: 2, failureThreshold: 3 };
  const checked = (seconds: number, message: string) =>
    diagnose({
      pods: [pod({ container: { readinessProbe }, status: running(seconds) })],
      events: [event('Unhealthy', `Readiness probe failed: ${message}`, { count: 9 })],
    });
  const refused = 'Get "http://10.42.0.9:5000/": dial tcp 10.42.0.9:5000: connect: connection refused';

  it('reports a failed check when the attempts are used up', () => {
    expect(checked(5, 'HTTP probe failed with statuscode: 404')).to.equal(undefined);
    const found = checked(7, 'HTTP probe failed with statuscode: 404');
    expect(found?.code).to.equal('rollout.probe');
    expect(found?.message).to.contain('HTTP probe failed with statuscode: 404');
    expect(found?.container).to.equal('shop-web');
  });

  it('waits at least a minute for a process that does not listen yet', () => {
    expect(checked(59, refused)).to.equal(undefined);
    expect(checked(59, 'HTTP probe failed with statuscode: 503')).to.equal(undefined);
    expect(checked(61, refused)?.message).to.contain(
      'has been running for 61 s, but its readiness check fails: Get',
    );
  });

  it('reports that nothing listens on the port', () => {
    const listening = { tcpSocket: { port: 5000 }, periodSeconds: 1 };
    const found = diagnose({
      pods: [pod({ container: { readinessProbe: listening }, status: running(61) })],
      events: [
        event('Unhealthy', 'Readiness probe failed: dial tcp 10.42.0.9:5000: connect: connection refused'),
      ],
    });
    expect(found?.message).to.contain('has been running for 61 s, but nothing listens on port 5000');
    expect([found?.hint].flat().join('\n'))
      .to.contain('0.0.0.0')
      .and.contain('dokku ports:set shop http:80:<port>')
      .and.contain('dokku checks:skip shop web');
  });

  it('waits for twice the configured attempts', () => {
    const patient = { ...readinessProbe, failureThreshold: 30, periodSeconds: 3 };
    const at = (seconds: number) =>
      diagnose({
        pods: [pod({ container: { readinessProbe: patient }, status: running(seconds) })],
        events: [event('Unhealthy', `Readiness probe failed: ${refused}`)],
      });
    expect(at(179)).to.equal(undefined);
    expect(at(181)?.code).to.equal('rollout.probe');
  });

  it('counts again for a process that was ready before, and after a startup check', () => {
    const at = (unreadySince: string, startupProbe?: object) =>
      diagnose({
        pods: [pod({ container: { readinessProbe, startupProbe }, status: running(200), unreadySince })],
        events: [event('Unhealthy', 'Readiness probe failed: HTTP probe failed with statuscode: 500')],
      })?.code;
    expect(at(ago(3))).to.equal(undefined);
    expect(at(ago(7))).to.equal('rollout.probe');
    expect(at(ago(200), { periodSeconds: 10, failureThreshold: 30 })).to.equal(undefined);
  });

  it('reports a failed check without an event after the time limit', () => {
    const found = diagnose({ pods: [pod({ container: { readinessProbe }, status: running(61) })] });
    expect(found?.message).to.equal(
      'web has been running for 61 s, but its readiness check fails (pod shop-web-2-abcde)',
    );
  });

  it('infers a kill for a check from the signal when there is no event', () => {
    const lastState = { terminated: ended(137) };
    const status = {
      restartCount: 2,
      ...waiting('CrashLoopBackOff'),
      lastState: { terminated: { ...lastState.terminated, finishedAt: ago(4) } },
    };
    const found = diagnose({ pods: [pod({ status, container: { startupProbe: {} } })] });
    expect(found?.message).to.contain(
      'web was killed, most likely because it did not pass its startup check',
    );
  });

  it('reports a kill for a startup or liveness check', () => {
    for (const check of ['startup', 'liveness']) {
      const status = {
        ...waiting('CrashLoopBackOff'),
        restartCount: 1,
        lastState: { terminated: ended(137) },
      };
      const found = diagnose({
        pods: [pod({ status })],
        events: [
          event(
            'Unhealthy',
            `${check === 'startup' ? 'Startup' : 'Liveness'} probe failed: HTTP probe failed with statuscode: 500`,
            { age: 3 },
          ),
          event('Killing', `Container shop-web failed ${check} probe, will be restarted`),
        ],
      });
      expect(found?.code).to.equal('rollout.probe');
      expect(found?.message).to.equal(
        `web did not pass its ${check} check and was killed: HTTP probe failed with statuscode: 500 (pod shop-web-2-abcde)`,
      );
    }
  });
});

describe('diagnose: configuration and volumes', () => {
  it('reports a missing Secret, but first waits a moment for its creation', () => {
    const status = waiting('CreateContainerConfigError', 'secret "stripe" not found');
    const found = diagnose({ pods: [pod({ status })] });
    expect(found?.message).to.equal(
      'web needs the Secret stripe, which does not exist in namespace default (pod shop-web-2-abcde)',
    );
    expect(diagnose({ pods: [pod({ status, pod: { startTime: ago(1) } })] })).to.equal(undefined);
  });

  it('does not report a missing Secret when a busy kubelet asks again', () => {
    const status = waiting(
      'CreateContainerConfigError',
      'failed to sync secret cache: timed out waiting for the condition',
    );
    expect(diagnose({ pods: [pod({ status })] })).to.equal(undefined);
  });

  it('reports a missing ConfigMap, a missing key, and a deleted config Secret of dokku', () => {
    const say = (message: string) =>
      diagnose({ pods: [pod({ status: waiting('CreateContainerConfigError', message) })] });
    expect(say('configmap "flags" not found')?.message).to.contain('needs the ConfigMap flags');
    expect(say("couldn't find key TOKEN in Secret default/stripe")?.message).to.contain(
      'needs the key TOKEN of the Secret stripe',
    );
    expect(say('secret "config-shop-0a1b2c" not found')?.hint).to.contain('dokku ps:rebuild shop');
  });

  it('reports an image that runs as root, although the pod must not', () => {
    const say = (message: string) =>
      diagnose({ pods: [pod({ status: waiting('CreateContainerConfigError', message) })] });
    const root = say('container has runAsNonRoot and image will run as root (pod: "x", container: web)');
    expect(root?.code).to.equal('rollout.root-user');
    expect(root?.message).to.contain('web must not run as root, but its image runs as root (pod');
    expect(root?.hint).to.include('Set a user other than root in the Dockerfile, as a number: USER 1000');
    const named = say(
      'container has runAsNonRoot and image has non-numeric user (app), cannot verify user is non-root (pod: "x", container: web)',
    );
    expect(named?.message).to.contain('its image has the user app, whose number Kubernetes does not know');
  });

  it('reports a missing Secret of a volume', () => {
    const found = diagnose({
      pods: [pod({ status: waiting('ContainerCreating') })],
      events: [
        event('FailedMount', 'MountVolume.SetUp failed for volume "keys" : secret "keys" not found', {
          count: 2,
        }),
      ],
    });
    expect(found?.code).to.equal('rollout.missing-config');
    expect(found?.message).to.contain('needs the Secret keys');
  });

  it('reports a volume after three failed mounts, and waits for a volume that is still in use', () => {
    const mount = (message: string, count: number) =>
      diagnose({
        pods: [pod({ status: waiting('ContainerCreating') })],
        events: [event('FailedMount', message, { count })],
      });
    const type =
      'MountVolume.SetUp failed for volume "data" : hostPath type check failed: /srv/data is not a directory';
    expect(mount(type, 2)).to.equal(undefined);
    expect(mount(type, 3)?.message).to.contain('the volume data cannot be mounted');
    expect(mount('Multi-Attach error for volume "data"', 9)).to.equal(undefined);
  });
});

describe('diagnose: scheduling', () => {
  const noCpu =
    '0/1 nodes are available: 1 Insufficient cpu. preemption: 0/1 nodes are available: 1 No preemption victims found.';

  it('reports a lack of resources after a moment', () => {
    expect(diagnose({ pods: [pendingPod(noCpu, 3)] })).to.equal(undefined);
    const found = diagnose({ pods: [pendingPod(noCpu)] });
    expect(found?.message).to.equal('web: no node has enough cpu (pod shop-web-2-abcde)');
    expect(found?.details).to.deep.equal(['0/1 nodes are available: 1 Insufficient cpu.']);
  });

  it('waits while an old pod terminates, while another new pod starts, and for an autoscaler', () => {
    const leaving = pod({ revision: 1, metadata: { deletionTimestamp: ago(2) } });
    const starting = pod({ revision: 3, status: running(2) });
    const events = [event('TriggeredScaleUp', 'pod triggered scale-up: [{group 1->2 (max: 5)}]')];
    expect(diagnose({ pods: [pendingPod(noCpu), leaving] })).to.equal(undefined);
    expect(diagnose({ pods: [pendingPod(noCpu), starting] })).to.equal(undefined);
    expect(diagnose({ pods: [pendingPod(noCpu)], events })).to.equal(undefined);
  });

  it('reports nodes that refuse the pod', () => {
    const tainted = "0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector.";
    expect(diagnose({ pods: [pendingPod(tainted)] })?.message).to.contain('no node can run the pod');
  });

  const volumes = { spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] } };
  const unbound = '0/1 nodes are available: pod has unbound immediate PersistentVolumeClaims.';

  it('explains a claim without a volume in the words of the claim', () => {
    const found = diagnose({
      pods: [pendingPod(unbound, 10, volumes)],
      claims: [claim('data', 'Pending')],
      events: [
        event('ProvisioningFailed', 'storageclass.storage.k8s.io "fast" not found', { uid: 'claim-data' }),
      ],
    });
    expect(found?.code).to.equal('rollout.claim');
    expect(found?.message).to.equal('web: the storage claim data gets no volume (pod shop-web-2-abcde)');
    expect(found?.details).to.deep.equal(['storageclass.storage.k8s.io "fast" not found']);
  });

  it('waits for a provisioner that is still working', () => {
    const about = { claims: [claim('data', 'Pending')], pods: [pendingPod(unbound, 30, volumes)] };
    expect(diagnose(about)).to.equal(undefined);
  });

  it('reports a claim that does not exist', () => {
    const found = diagnose({
      pods: [pendingPod('0/1 nodes are available: persistentvolumeclaim "data" not found.', 10, volumes)],
    });
    expect(found?.message).to.contain('the storage claim data does not exist');
  });
});

describe('diagnose: pods that are not created', () => {
  const failure = (message: string, seconds = 5) =>
    replicaSet(2, [
      {
        type: 'ReplicaFailure',
        status: 'True',
        reason: 'FailedCreate',
        message,
        lastTransitionTime: ago(seconds),
      },
    ]);
  const quota =
    'pods "shop-web-2-x" is forbidden: exceeded quota: small, requested: pods=1, used: pods=2, limited: pods=2';

  it('reports a quota', () => {
    const found = diagnose({ replicaSets: [failure(quota)] });
    expect(found?.code).to.equal('rollout.quota');
    expect(found?.message).to.contain(
      'the quota of namespace default does not allow another pod: exceeded quota: small',
    );
  });

  it('waits for an old pod that frees the quota', () => {
    const leaving = pod({ revision: 1, metadata: { deletionTimestamp: ago(2) } });
    expect(diagnose({ replicaSets: [failure(quota)], pods: [leaving] })).to.equal(undefined);
  });

  it('quotes the message of a policy', () => {
    const found = diagnose({
      replicaSets: [failure('pods "shop-web-2-x" is forbidden: violates PodSecurity "restricted:latest"')],
    });
    expect(found?.code).to.equal('rollout.refused');
    expect(found?.message).to.contain('violates PodSecurity "restricted:latest"');
  });
});

describe('diagnose: whose pods count', () => {
  const crashing = { restartCount: 5, ...waiting('CrashLoopBackOff'), lastState: { terminated: ended(1) } };

  it('never blames a pod of an older version', () => {
    expect(diagnose({ pods: [pod({ revision: 1, status: crashing })] })).to.equal(undefined);
  });

  it('never blames a pod that is being deleted', () => {
    expect(diagnose({ pods: [pod({ status: crashing, metadata: { deletionTimestamp: ago(1) } })] })).to.equal(
      undefined,
    );
  });

  it('reports nothing before the controller has seen the new template', () => {
    const base = snapshot();
    const unseen = { ...base.deployments[0]!, metadata: { ...base.deployments[0]!.metadata, generation: 3 } };
    expect(diagnose({ deployments: [unseen], pods: [pod({ status: crashing })] })).to.equal(undefined);
  });

  it('reports nothing about another Deployment', () => {
    expect(
      diagnoseRollout(
        [{ process: 'worker', name: 'shop-worker' }],
        snapshot({ pods: [pod({ status: crashing })] }),
      ),
    ).to.deep.equal([]);
  });
});
