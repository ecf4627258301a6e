import { expect } from 'chai';
import { Installation } from '../installation.ts';

interface Pods {
  items: { status: { containerStatuses: { state: { running: { startedAt: string } } }[] } }[];
}

interface Deployment {
  status: { conditions: { type: string; lastTransitionTime: string }[] };
}

const uptime = 7;
const appJson = {
  formation: {
    web: { quantity: 1 },
    inner: { quantity: 1, service: { exposed: true } },
    steady: { quantity: 1 },
  },
  healthchecks: { steady: [{ type: 'liveness', uptime }] },
};

describe('process settings in app.json and docker-options:', () => {
  let installation: Installation;
  let app: string;
  const inWeb = (script: string) => installation.must('enter', app, 'web', 'sh', '-c', script);

  before(async () => {
    installation = await Installation.start();
    app = await installation.create('formation');
    const options =
      '--sysctl net.ipv4.ip_unprivileged_port_start=80 --cap-drop NET_RAW --cap-add CAP_SYS_TIME';
    await installation.must('docker-options:add', app, 'deploy', options);
    await installation.must('docker-options:add', app, 'run', '--cap-add sys_ptrace');
    const repository = await installation.repository('hello', {
      'app.json': JSON.stringify(appJson),
      Procfile: 'web: sh web.sh\ninner: sh web.sh\nsteady: sh worker.sh\n',
      'config/kustomize': null,
    });
    const push = await repository.push(app);
    expect(push.status, push.text).to.equal(0);
  });

  after(() => installation?.end());

  it('an exposed process is reachable by the name of its Service, and listens on PORT 5000', async () => {
    expect(await installation.must('logs', app, '--ps', 'inner', '--quiet')).to.contain('listening on 5000');
    const name = `${app}-inner.${installation.namespace}.svc.cluster.local`;
    // A static busybox cannot resolve names in wget.
    const find = `nslookup ${name} | awk '/^Name:/ {found = 1} found && /^Address/ {print $NF; exit}'`;
    expect(await inWeb(`wget -q -O - "http://$(${find}):5000/healthz"`)).to.equal('ok\n');
  });

  it('a process with an uptime becomes available only after that time', async () => {
    const selector = `app.kubernetes.io/instance=${app}-steady`;
    const [pod] = (await installation.kubeJson<Pods>('get', 'pods', '-l', selector)).items;
    const { status } = await installation.kubeJson<Deployment>('get', 'deployment', `${app}-steady`);
    const started = Date.parse(pod!.status.containerStatuses[0]!.state.running.startedAt);
    const available = Date.parse(
      status.conditions.find(({ type }) => type === 'Available')!.lastTransitionTime,
    );
    // Kubernetes rounds both times to whole seconds.
    expect(available - started).to.be.at.least((uptime - 1) * 1000);
  });

  it('containers have the sysctls and capabilities that were added, and none that was dropped', async () => {
    const port = await inWeb('cat /proc/sys/net/ipv4/ip_unprivileged_port_start');
    expect(port).to.equal('80\n');
    const capabilities = async (status: Promise<string>) => {
      const text = await status;
      const set = text.match(/^CapBnd:\s+([0-9a-f]+)$/m)?.[1];
      expect(set, text).to.be.a('string');
      const has = (bit: number) => (BigInt(`0x${set}`) >> BigInt(bit)) % 2n === 1n;
      return { chown: has(0), netRaw: has(13), sysPtrace: has(19), sysTime: has(25) };
    };
    const status = ['cat', '/proc/self/status'];
    expect(await capabilities(installation.must('enter', app, 'web', ...status))).to.deep.equal({
      chown: true,
      netRaw: false,
      sysPtrace: false,
      sysTime: true,
    });
    expect(await capabilities(installation.must('run', app, ...status))).to.deep.equal({
      chown: true,
      netRaw: true,
      sysPtrace: true,
      sysTime: false,
    });
  });
});
