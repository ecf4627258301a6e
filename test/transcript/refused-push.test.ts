import { expect } from 'chai';
import { Installation, type User } from './harness.ts';

interface Case {
  name: string;
  files: Record<string, string | Uint8Array>;
  /** What the person must be told, each once. */
  says: string[];
}

const dockerfile = { Dockerfile: 'FROM scratch\n' };
const json = (value: object) => ({ 'app.json': JSON.stringify(value) });

const cases: Case[] = [
  {
    name: 'a template in the metadata of a trigger that means nothing, without KEDA',
    files: json({
      formation: {
        web: { autoscaling: { triggers: [{ type: 'cron', metadata: { start: '[[ .HOME ]]' } }] } },
      },
    }),
    says: ['app.json#/formation/web/autoscaling/triggers/0/metadata/start: must have no template but'],
  },
  {
    name: 'a Kustomize folder that fetches parts from elsewhere',
    files: {
      'config/kustomize/kustomization.yaml': 'resources: [rendered.yaml, "https://example.com/base"]\n',
    },
    says: ['config/kustomize/kustomization.yaml: fetches https://example.com/base from elsewhere'],
  },
];

// No build can succeed here, and none must be begun.
describe('a push that is refused before the build', () => {
  let dokku: Installation;
  let alice: User;
  before(async () => {
    dokku = await Installation.start();
    alice = await dokku.addUser('alice');
  });
  after(() => dokku.stop());

  for (const [index, { name, files, says }] of cases.entries()) {
    it(`because of ${name}`, async () => {
      const folder = await dokku.makeRepository(`work-${index}`, { ...dockerfile, ...files });
      const push = await dokku.git(alice, folder, ['push', dokku.remote(`refused-${index}`), 'main']);
      expect(push.status, push.all).to.equal(1);
      for (const line of says) expect(push.all.split(line), push.all).to.have.length(2);
      expect(push.all).to.contain('pre-receive hook declined').and.not.contain('registry');
    });
  }
});
