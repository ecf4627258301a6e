import { expect } from 'chai';
import { Installation, until } from '../installation.ts';
import { SteadyRequests } from '../steady-requests.ts';
import { ask, makeCertificate, small } from './ask.ts';

describe('an app behind a Gateway', () => {
  let installation: Installation;
  let app: string;
  let domain: string;
  /** Waits, because Traefik loads objects one after the other. */
  const answers = (url: string, status = 200) =>
    until(async () => (await ask(url)).status === status, `${status} from ${url}`);

  before(async () => {
    installation = await Installation.start();
    await installation.must('scheduler-k3s:set', '--global', 'ingress-class', 'gateway');
    app = await installation.create('gated');
    domain = `${app}.example.test`;
    await installation.must('domains:add', app, `*.${domain}`);
    const push = await (await installation.repository('hello', small)).push(app);
    expect(push.status, push.text).to.equal(0);
  });

  after(() => installation?.end());

  it('answers over HTTP, also for a wildcard domain', async () => {
    await answers(`http://${domain}/`);
    await answers(`http://any.${domain}/`);
  });

  it('answers over HTTPS with an imported certificate, and redirects HTTP to HTTPS', async () => {
    await installation.must('certs:add', app, ...makeCertificate(installation, domain));
    await answers(`https://${domain}/`);
    await answers(`https://any.${domain}/`);
    await answers(`http://${domain}/path`, 301);
    const { certificate, headers } = await ask(`https://${domain}/`);
    expect(certificate).to.equal(domain);
    expect(headers['strict-transport-security']).to.equal('max-age=15724800; includeSubDomains');
    expect((await ask(`http://${domain}/path`)).headers.location).to.equal(`https://${domain}/path`);
  });

  it('has its requests in the access log, and its routes in nginx:show-config', async () => {
    await ask(`https://${domain}/looked-for`);
    const line = async () => (await installation.must('nginx:access-logs', app)).includes('GET /looked-for ');
    await until(line, 'the request in the log');
    const config = await installation.must('nginx:show-config', app);
    expect(config).to.contain(`- ${domain}`).and.contain('type: Programmed');
  });

  it('answers each request while the port changes that its image exposes', async () => {
    const name = await installation.create('exposed');
    const exposing = (port: number) => ({
      Dockerfile: `FROM busybox\nWORKDIR /app\nCOPY . .\nEXPOSE ${port}\nCMD ["sh", "web.sh"]\n`,
    });
    const repository = await installation.repository('hello', { ...small, ...exposing(5000) });
    const first = await repository.push(name);
    expect(first.status, first.text).to.equal(0);
    await answers(`http://${name}.example.test/`);
    await repository.commit('another port', exposing(8080));
    const push = await repository.startPush(name);
    const requests = new SteadyRequests(`${name}.example.test`, () => push.text().split('\n').at(-2) ?? '');
    const { status, text } = await push.ended;
    const { lost } = await requests.end();
    expect(status, text).to.equal(0);
    expect(lost, text).to.deep.equal([]);
    await installation.must('--force', 'apps:destroy', name);
  });

  it('gets a warning when no controller runs for its class', async () => {
    const restart = async (key: string, value: string) => {
      await installation.must('scheduler-k3s:set', '--global', key, value);
      return installation.dokku(['ps:restart', app]);
    };
    const missing = await restart('gateway-class', 'nowhere');
    expect(missing.status).to.equal(1);
    expect(missing.text).to.contain('no GatewayClass nowhere');
    const nginx = await restart('ingress-class', 'nginx');
    expect(nginx.status, nginx.text).to.equal(0);
    expect(nginx.text).to.contain('ingress-nginx was retired in 2026');
    const gateways = ['gateways.gateway.networking.k8s.io', 'httproutes.gateway.networking.k8s.io'];
    expect(await installation.kubectl('get', gateways.join(), '--output', 'name')).to.equal('');
    for (const command of ['nginx:access-logs', 'nginx:error-logs', 'nginx:show-config']) {
      const { status, text } = await installation.dokku([command, app]);
      expect(status).to.equal(1);
      expect(text).to.contain('No pod of ingress-nginx runs in the cluster');
    }
  });
});
