import { expect } from 'chai';
import { Installation, type User } from './harness.ts';

interface Case {
  name: string;
  files: Record<string, string | Uint8Array>;
  /** Commands before the push; the app name is inserted after the first word. */
  settings?: string[][];
  /** Texts that the push must print, each once. */
  says: string[];
}

const json = (value: object) => ({ 'app.json': JSON.stringify(value) });
const trigger = (metadata: object) => ({
  formation: { web: { autoscaling: { triggers: [{ type: 'cron', metadata }] } } },
});
const daily = (command: string) => ({ cron: [{ command, schedule: '@daily' }] });
const large = 'x'.repeat(200_000);

const cases: Case[] = [
  {
    name: 'an unknown template in the metadata of a trigger, also without KEDA',
    files: json(trigger({ start: '[[ .HOME ]]' })),
    says: ['app.json#/formation/web/autoscaling/triggers/0/metadata/start: must have no template except'],
  },
  {
    name: 'a Kustomize folder with remote resources',
    files: {
      'config/kustomize/kustomization.yaml': 'resources: [rendered.yaml, "https://example.com/base"]\n',
    },
    says: ['config/kustomize/kustomization.yaml: fetches https://example.com/base from outside the folder'],
  },
  {
    name: 'a Kustomization with a YAML bomb',
    files: {
      'config/kustomize/kustomization.yaml': `a: &a [${'x,'.repeat(100)}]\nb: &b [${'*a,'.repeat(100)}]\nc: [${'*b,'.repeat(100)}]\n`,
    },
    says: [
      'config/kustomize/kustomization.yaml: has YAML aliases that expand to too much data, or is nested too deeply',
    ],
  },
  {
    name: 'files that are not text',
    files: { 'app.json': Uint8Array.of(0x7b, 0xff, 0x7d), Procfile: Uint8Array.of(0x77, 0xc3, 0x28) },
    says: ['app.json: is not UTF-8 text', 'Procfile: is not UTF-8 text'],
  },
  {
    name: 'huge files',
    files: { 'app.json': ' '.repeat(5_000_000), Procfile: '#'.repeat(5_000_000) },
    says: ['app.json: is larger than 1024 KiB', 'Procfile: is larger than 1024 KiB'],
  },
  {
    name: 'a deeply nested app.json',
    files: { 'app.json': `{"env":${'{"a":'.repeat(100_000)}`, Procfile: 'web: x\nweb: y\n' },
    says: ['app.json: is nested too deeply', 'Procfile:2: process type web was already given above'],
  },
  {
    name: 'duplicate names',
    files: {
      'app.json': '{"formation":{"web":{"quantity":1,"quantity":2},"web":{}},"formation":{}}',
      Procfile: 'web: x\nworker: y\nweb: z\n',
    },
    says: [
      'app.json#/formation/web/quantity: was already given above',
      'app.json#/formation/web: was already given above',
      'app.json#/formation: was already given above',
      'Procfile:3: process type web was already given above',
    ],
  },
  {
    name: 'a command and a variable that are too long to start a process',
    files: { ...json({ ...daily(large), env: { BIG: large } }), Procfile: `web: ${large}\n` },
    says: [
      'app.json#/cron/0/command: must be at most 128 KiB (the Linux limit',
      'app.json#/env/BIG: must be at most 128 KiB with its name',
      'Procfile:1: the command of web must be at most 128 KiB (the Linux limit',
    ],
  },
  {
    name: 'files that are only pointers of Git LFS',
    files: {
      '.gitattributes': '*.mp4 filter=lfs diff=lfs merge=lfs -text\n',
      'intro.mp4': `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`,
    },
    says: [
      '1 file is a Git LFS pointer, and the server does not have the content',
      '!       intro.mp4',
      'If the app does not need the content: dokku git:set refused-8 lfs-pointers deploy',
    ],
  },
  {
    name: 'settings with an unknown capability, with a warning about pointers that are allowed',
    files: {
      ...json(daily('sh report.sh')),
      '.gitattributes': '*.mp4 filter=lfs diff=lfs merge=lfs -text\n',
      'intro.mp4': `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`,
    },
    settings: [
      ['git:set', 'lfs-pointers', 'deploy'],
      ['docker-options:add', 'deploy', '--cap-add NET_ADMN'],
    ],
    says: [
      '1 file is a Git LFS pointer, deployed because lfs-pointers is "deploy": intro.mp4',
      'There is no capability NET_ADMN',
    ],
  },
  {
    name: 'files below build-dir',
    files: { ...json({}), 'backend/app.json': '{"cron":1}', 'backend/Procfile': 'web: x\nweb: y\n' },
    settings: [['builder:set', 'build-dir', 'backend']],
    says: [
      'backend/app.json#/cron: must be a list',
      'backend/Procfile:2: process type web was already given above',
    ],
  },
  {
    name: 'a generator that is not supported, for a variable that config does not have',
    files: json({
      env: { HERE: { generator: 'echo 5' }, THERE: { generator: 'date', description: 'When' } },
    }),
    settings: [['config:set', 'HERE=5']],
    says: ['THERE: When (the generator of app.json, "date", is not supported; only "secret" is)'],
  },
  {
    name: 'a reserved process type',
    files: { Procfile: 'web: x\ncron: crond -f\n' },
    says: ['Procfile: process type cron is reserved for tasks: rename it, e.g. to cron-worker, or move'],
  },
  {
    name: 'commands that need a shell',
    files: {
      ...json(daily('rm /tmp/*.old')),
      Procfile: 'web: prog *.txt # note\nworker: cd lib\nok: prog $PORT\n',
    },
    says: [
      `The command of a cron task contains the shell pattern "/tmp/*.old", but no shell runs the command: rm /tmp/*.old · write in app.json: "sh -c 'rm /tmp/*.old'"`,
      `The command of web contains the shell pattern "*.txt", but no shell runs the command: prog *.txt # note · write in the Procfile: web: sh -c 'prog *.txt # note', and push again`,
      "write in the Procfile: worker: sh -c 'cd lib'",
    ],
  },
  {
    name: 'settings with an unknown capability',
    files: json(daily('sh report.sh')),
    settings: [['docker-options:add', 'deploy', '--cap-add NET_ADMN']],
    says: ['There is no capability NET_ADMN, did you mean NET_ADMIN?', 'and push again'],
  },
];

// Every build would fail here, so the refusal must come before the build.
describe('a push that is refused before the build', () => {
  let dokku: Installation;
  let alice: User;
  before(async () => {
    dokku = await Installation.start();
    alice = await dokku.addUser('alice');
  });
  after(() => dokku.stop());

  for (const [index, { name, files, settings = [], says }] of cases.entries()) {
    it(`because of ${name}`, async () => {
      const app = `refused-${index}`;
      const dockerfile = { Dockerfile: 'FROM scratch\n' };
      const folder = await dokku.makeRepository(`work-${index}`, { ...dockerfile, ...files });
      if (settings.length > 0) await dokku.dokku('apps:create', app);
      for (const [command, ...words] of settings) {
        const { status, all } = await dokku.dokku(command!, app, ...words);
        expect(status, all).to.equal(0);
      }
      const push = await dokku.git(alice, folder, ['push', dokku.remote(app), 'main']);
      expect(push.status, push.all).to.equal(1);
      for (const line of says) expect(push.all.split(line), `${line}\n${push.all}`).to.have.length(2);
      expect(push.all.length, 'one line for each').to.be.below(2000);
      expect(push.all).to.contain('pre-receive hook declined').and.not.contain('registry');
    });
  }
});
