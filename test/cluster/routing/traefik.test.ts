import { expect } from 'chai';
import { Installation, launcher, until } from '../installation.ts';
import { ask, makeCertificate, small } from './ask.ts';

describe('an app behind Traefik', () => {
  let installation: Installation;
  let app: string;
  let domain: string;
  const post = (bytes: number) => ask(`https://${domain}/`, 'x'.repeat(bytes));
  const logs = (which: 'access' | 'error', ...flags: string[]) =>
    installation.must(`nginx:${which}-logs`, app, ...flags);

  before(async () => {
    installation = await Installation.start();
    app = await installation.create('routed');
    domain = `${app}.example.test`;
    await installation.must('domains:add', app, `*.${domain}`);
    await installation.must('certs:add', app, ...makeCertificate(installation, domain));
    await installation.must('nginx:set', app, 'client-max-body-size', '1k');
    await installation.must('nginx:set', app, 'proxy-read-timeout', '90s');
    await installation.must('nginx:set', app, 'send-timeout', '90s');
    const push = await (await installation.repository('hello', small)).push(app);
    expect(push.status, push.text).to.equal(0);
    expect(push.text).to.contain('properties of nginx:set have no effect: send-timeout');
    await until(async () => (await ask(`https://${domain}/`)).status === 200, 'the app');
  });

  after(() => installation?.end());

  it('answers for a wildcard domain, one label deep', async () => {
    const { status, certificate } = await ask(`https://any.${domain}/`);
    expect({ status, certificate }).to.deep.equal({ status: 200, certificate: domain });
    expect((await ask(`https://a.b.${domain}/`)).status).to.equal(404);
  });

  it('refuses larger bodies than its limit, and sends the HSTS header', async () => {
    expect((await post(2000)).status).to.equal(413);
    expect((await post(1000)).status).to.not.equal(413);
    const { headers } = await ask(`https://${domain}/`);
    expect(headers['strict-transport-security']).to.equal('max-age=15724800; includeSubDomains');
  });

  it('has its requests in the access log, and follows the log', async () => {
    await ask(`https://${domain}/looked-for`);
    await until(async () => (await logs('access')).includes('GET /looked-for '), 'the request in the log');
    const follower = installation.spawn(launcher, ['nginx:access-logs', app, '-t', '-n', '1']);
    await until(() => follower.text().includes('\n'), 'the line that is there already');
    expect(follower.text().trim().split('\n')).to.have.length(1);
    await until(async () => {
      await ask(`https://any.${domain}/later`);
      return follower.text().includes('GET /later ');
    }, 'a later request');
    follower.interrupt();
    await follower.ended;
    expect(await logs('access', '-n', '50')).to.match(new RegExp(`^(.*${app}-web.*\n)+$`));
  });

  it('shows its Traefik configuration', async () => {
    const config = await installation.must('nginx:show-config', app);
    expect(config)
      .to.contain(`Host(\`${domain}\`)`)
      .and.contain('maxRequestBodyBytes: 1024')
      .and.contain('responseHeaderTimeout: 90s');
  });

  it('accepts any body and sends no HSTS header after a change of these settings and one restart', async () => {
    await installation.must('nginx:set', app, 'client-max-body-size');
    await installation.must('nginx:set', app, 'hsts', 'false');
    await installation.must('ps:restart', app);
    await until(async () => (await post(2000)).status !== 413, 'the limit to be gone');
    expect((await ask(`https://${domain}/`)).headers).to.not.have.property('strict-transport-security');
  });

  it('shows the errors of Traefik', async () => {
    await installation.must('ps:stop', app);
    await until(async () => (await logs('error')).includes('no servers found'), 'the complaint');
    expect(await logs('error')).to.match(new RegExp(`^(.*${app}.*\n)+$`));
  });

  it('has no access log while the log is turned off', async () => {
    await installation.must('nginx:set', app, 'access-log-path', 'off');
    const { status, text } = await installation.dokku(['nginx:access-logs', app]);
    expect(status).to.equal(1);
    expect(text).to.contain(`The access log of ${app} is turned off`);
  });
});
