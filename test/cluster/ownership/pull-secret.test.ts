import { expect } from 'chai';
import { type PrivateRegistry, startPrivateRegistry } from '../build/private-registry.ts';
import { describeWithEngine } from '../engine-only.ts';
import { Installation, type Repository } from '../installation.ts';

interface Secret {
  metadata: { uid: string };
  data: Record<string, string>;
}

describeWithEngine(
  'an image in a registry with a login',
  'a registry with a login, which the engine has the program for',
  function () {
    this.timeout(120_000);
    let installation: Installation;
    let registry: PrivateRegistry;
    let app: string;
    let repository: Repository;

    const secret = () => installation.kubeJson<Secret>('get', 'secret', `pull-secret-${app}`);
    const login = (password: string) =>
      installation.dokku(['registry:login', '--password-stdin', app, registry.host, registry.username], {
        input: `${password}\n`,
      });
    const push = async (version: string) => {
      await repository.commit(version, { 'index.html': `${version}\n` });
      const pushed = await repository.push(app);
      expect(pushed.status, pushed.text).to.equal(0);
      return pushed.text;
    };

    before(async () => {
      [installation, registry] = await Promise.all([Installation.start(), startPrivateRegistry()]);
      app = await installation.create('pulled');
      repository = await installation.repository('hello', {
        'app.json': JSON.stringify({ formation: { web: { quantity: 1 }, worker: { quantity: 0 } } }),
        'config/kustomize': null,
      });
      await installation.must('registry:set', app, 'server', registry.host);
    });

    after(async () => {
      await installation?.end();
      await registry?.stop();
    });

    it("is pulled with the app's own Secret", async () => {
      const { status, text } = await login(registry.password);
      expect(status, text).to.equal(0);
      const pushed = await push('one');
      expect(pushed).to.contain(`Pushed ${registry.host}/`).and.not.contain(registry.password);
      const config = Buffer.from((await secret()).data['.dockerconfigjson']!, 'base64').toString();
      expect(Object.keys(JSON.parse(config).auths)).to.deep.equal([registry.host]);
    });

    it('is pulled after a password change, with the same Secret', async () => {
      const before = await secret();
      const { status } = await login(await registry.changePassword());
      expect(status).to.equal(0);
      await push('two');
      const after = await secret();
      expect(after.metadata.uid).to.equal(before.metadata.uid);
      expect(after.data).to.not.deep.equal(before.data);
    });

    it('leaves no Secret when the login is removed', async () => {
      await installation.must('registry:logout', app, registry.host);
      await installation.must('registry:set', app, 'server');
      await push('three');
      expect(await installation.kubectl('get', 'secrets', '-o', 'name')).to.not.contain('pull-secret');
    });
  },
);
