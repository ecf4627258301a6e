import { expect } from 'chai';
import { resolveWithoutImage } from '../../../src/release/resolve-without-image.ts';
import { toValues } from '../../../src/release/values.ts';
import { input, problems, release } from './sample.ts';

describe('resolve', () => {
  it('lists all mistakes in the settings, each with the command that corrects it', () => {
    const found = problems({
      settings: {
        deployTimeout: '5 minutes',
        rollbackOnFailure: 'maybe',
        namespace: 'Team A',
        shmSize: 'lots',
        stopTimeoutSeconds: 'soon',
        imagePullSecrets: 'ok, Not_OK',
        domains: ['fine.example.com', 'a.*.b'],
        ports: [{ scheme: 'tcp', host: 25, container: 2525 }],
        resources: [{ process: 'web', kind: 'limit', name: 'memory', value: '512m' }],
        dockerOptions: [{ process: '_default_', phase: 'deploy', option: '--sysctl vm.max_map_count=1' }],
      },
      appSpec: { procfile: { web: 'a && b' } },
    });
    expect(found).to.have.members([
      'deploy-timeout "5 minutes" is not a time from a second to a day · run: dokku scheduler-k3s:set demo deploy-timeout 300s',
      'rollback-on-failure "maybe" is neither true nor false · run: dokku scheduler-k3s:set demo rollback-on-failure true',
      '"Team A" cannot be the name of a namespace · run: dokku scheduler-k3s:set demo namespace default',
      'shm-size "lots" is not an amount of memory like 512, 512Mi or 2Gi · run: dokku scheduler-k3s:set demo shm-size 64Mi',
      'stop-timeout-seconds "soon" is not a number of seconds, at most a day · run: dokku ps:set demo stop-timeout-seconds 30',
      'image-pull-secrets: "Not_OK" cannot be the name of a Secret · run: dokku scheduler-k3s:set demo image-pull-secrets <name>',
      '"a.*.b" is not a valid domain · run: dokku domains:remove demo a.*.b',
      'The port map tcp:25:2525 cannot be routed: only http and https can · run: dokku ports:remove demo tcp:25:2525',
      'The memory limit "512m" is not a Kubernetes quantity: write 512Mi · run: dokku resource:limit --process-type web --memory <value> demo',
      'The sysctl vm.max_map_count is not namespaced: it belongs to the node · run: dokku docker-options:remove demo deploy "--sysctl vm.max_map_count=1"',
      `The command of web contains the shell operator "&", but no shell runs the command: a && b · write in the Procfile: web: sh -c 'a && b', and push again`,
    ]);
  });

  it('names the property that contains an invalid command', () => {
    expect(problems({ settings: { startCommand: 'a; b' } })).to.deep.equal([
      `The command of web contains the shell operator ";", but no shell runs the command: a; b · run: dokku ps:set demo start-cmd 'sh -c '\\''a; b'\\'''`,
    ]);
  });

  it('works before the image exists', () => {
    const { image: _, ...rest } = input({ settings: { deployTimeout: 'x' } });
    expect(() => resolveWithoutImage(rest)).to.throw('The settings of demo cannot be deployed');
    const { image: __, ...good } = input();
    expect(() => resolveWithoutImage(good)).to.not.throw();
  });

  it('reports a check of a process without a port', () => {
    const healthchecks = { worker: [{ type: 'liveness' as const, listening: true }] };
    const procfile = { web: 'a', worker: 'b' };
    const spec = release({ appSpec: { procfile, healthchecks } });
    expect(spec.processes[1]!.probes).to.deep.equal({});
    expect(spec.warnings.join()).to.match(/liveness check of worker is left out/);
  });

  it('puts nothing into the pods that changes in a release without changes', () => {
    const template = (number: number, deploymentId: string) => {
      const values = toValues(release({ number, deploymentId, config: { A: '1' } })) as Record<
        string,
        unknown
      >;
      return { ...values, release: undefined, deploymentId: undefined };
    };
    expect(template(3, '1767225600')).to.deep.equal(template(4, '1767229999'));
  });

  it('never holds a value of the config, unless a shell would split it into words', () => {
    const spec = release({
      config: { TOKEN: 'tiger-secret', OPTS: '-a -b' },
      appSpec: { procfile: { web: 'x $TOKEN "$OPTS" $OPTS' } },
    });
    expect(spec.processes[0]!.args).to.deep.equal(['x', '$(TOKEN)', '$(OPTS)', '-a', '-b']);
    expect(JSON.stringify([spec, toValues(spec)])).to.not.include('tiger-secret');
  });

  it('consists of plain data', () => {
    const spec = release({ appSpec: { healthchecks: { web: [{ type: 'readiness', path: '/' }] } } });
    expect(toValues(JSON.parse(JSON.stringify(spec)))).to.deep.equal(
      JSON.parse(JSON.stringify(toValues(spec))),
    );
  });

  it('refuses a reservation above the limit, and lowers the default one', () => {
    const memory = (kind: 'limit' | 'reserve', value: string) => ({
      process: '_default_',
      kind,
      name: 'memory',
      value,
    });
    expect(
      problems({ settings: { resources: [memory('limit', '64'), memory('reserve', '65')] } }),
    ).to.have.length(1);
    const [web] = release({ settings: { resources: [memory('limit', '64')] } }).processes;
    expect(web!.resources.requests!.memory).to.equal('64Mi');
  });

  it('refuses more config than a Secret can hold', () => {
    expect(problems({ config: { BIG: 'x'.repeat(1024 * 1024) } }).join()).to.match(
      /1 MiB.*config:unset demo/,
    );
  });
});

describe('quantities of processes', () => {
  const replicas = (sample: Parameters<typeof release>[0]) =>
    Object.fromEntries(release(sample).processes.map(({ name, replicas }) => [name, replicas]));
  const procfile = { web: 'a', worker: 'b', release: 'c' };

  it('come from the stored scale; new types get 0 and release is a task', () => {
    expect(replicas({ appSpec: { procfile }, settings: { scale: { web: 2 } } })).to.deep.equal({
      web: 2,
      worker: 0,
    });
  });

  it('come from app.json as soon as it names one process', () => {
    const formation = { worker: { quantity: 4 } };
    expect(replicas({ appSpec: { procfile, formation }, settings: { scale: { web: 2 } } })).to.deep.equal({
      web: 0,
      worker: 4,
    });
  });

  it('are dropped with the type in the Procfile, but web may be the image itself', () => {
    const spec = release({
      appSpec: { procfile: { worker: 'b' } },
      settings: { scale: { web: 1, old: 2, older: 0 } },
    });
    expect(spec.processes.map(({ name }) => name)).to.deep.equal(['web', 'worker']);
    expect(spec.warnings).to.deep.equal([
      'The Procfile has no process type old: old is not deployed',
      "The Procfile has no process type web: web runs the image's own command. To stop web: dokku ps:scale demo web=0",
    ]);
    expect(replicas({ appSpec: { procfile: { release: 'x' } } })).to.deep.equal({ web: 1 });
  });

  it('may have the name of a member that every object inherits', () => {
    const triggers = [{ type: 'constructor' }];
    const cluster = { keda: true, kedaHttp: false, certManager: false, triggerAuthentications: [] };
    const { processes } = release({
      cluster,
      appSpec: {
        procfile: { web: 'a', constructor: 'b' },
        formation: { web: { quantity: 1, autoscaling: { triggers } } },
      },
    });
    expect(processes.map(({ name, replicas }) => [name, replicas])).to.deep.equal([
      ['constructor', 0],
      ['web', 1],
    ]);
    expect(processes[1]!.autoscaling?.scaling.triggers[0]).not.to.have.property('authenticationRef');
    expect(processes[0]!.restartedAt).to.equal(undefined);
  });
});
