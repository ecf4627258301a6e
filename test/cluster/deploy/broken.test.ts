import { expect } from 'chai';
import { Installation, type Running, until } from '../installation.ts';

/** What a person must be told for each way to be broken, and within how long. */
const cases: { fixture: string; files?: Record<string, string>; says: RegExp[]; settings?: string[][] }[] = [
  { fixture: 'broken/crash', says: [/exit(ed with)? status 3/, /crash: the database is not there/] },
  { fixture: 'broken/exit-zero', says: [/exited with status 0/] },
  { fixture: 'broken/probe', says: [/readiness/i, /\/not-there|404/] },
  { fixture: 'broken/missing-secret', says: [/not-there/] },
  { fixture: 'broken/oom', says: [/memory/i], settings: [['resource:limit', '--memory', '32Mi']] },
  { fixture: 'broken/dockerfile', says: [/exit (code|status):? ?\d+/] },
  { fixture: 'broken/image', says: [/not.*(exist|found)/i] },
  { fixture: 'broken/kustomize', says: [/[Kk]ustomize/] },
  { fixture: 'broken/app-json', says: [/app\.json#\//] },
  {
    fixture: 'hello',
    files: {
      'app.json': '{"healthchecks":{"web":[{"type":"readiness","path":"/late","attempts":100}]}}',
    },
    settings: [['scheduler-k3s:set', 'deploy-timeout', '6s']],
    says: [/Nothing has moved for 6\.\d s/, /deploy-timeout/],
  },
  {
    fixture: 'hello',
    settings: [['resource:reserve', '--memory', '900Gi']],
    says: [/no node|insufficient memory/i],
  },
];

/** Asks the app again and again until the push is over; how often it did not answer. */
async function silencesWhile(push: Running, ask: () => Promise<string | undefined>): Promise<number> {
  let silences = 0;
  while (push.child.exitCode === null) if ((await ask()) === undefined) silences++;
  return silences;
}

describe('a push that cannot be deployed', () => {
  let installation: Installation;

  before(async () => {
    installation = await Installation.start();
  });

  after(() => installation?.end());

  for (const { fixture, files, says, settings = [] } of cases) {
    const name = `${fixture}${settings.map((words) => ` with ${words.slice(1).join(' ')}`).join('')}`;
    it(`is rejected with the reason, and the old version stays: ${name}`, async () => {
      const app = await installation.create(
        fixture
          .split('/')
          .at(-1)!
          .replace(/[^a-z-]/g, ''),
      );
      const good = await installation.repository('hello');
      expect((await good.push(app)).status).to.equal(0);
      await until(() => installation.get(app), 'the good version');
      for (const [command, ...words] of settings) await installation.must(command!, ...words, app);

      const bad = await installation.repository(fixture, { 'changed.txt': fixture, ...files });
      const pushing = bad.startPush(app, '--force');
      const silences = await silencesWhile(pushing, () => installation.get(app));
      const push = await pushing.ended;

      expect(push.status, push.text).to.equal(1);
      expect(silences, 'requests without an answer').to.equal(0);
      expect(push.text).to.contain('pre-receive hook declined');
      for (const expected of says) expect(push.text).to.match(expected);
      expect(push.text, 'a next step').to.match(/dokku |commit and push|Correct|push again/);
      expect(await installation.get(app)).to.contain('version 1');
      const head = await good.git('rev-parse', 'HEAD');
      const remote = await good.git(
        'ls-remote',
        `ssh://dokku@127.0.0.1:${installation.port}/${app}`,
        'refs/heads/main',
      );
      expect(remote).to.contain(head.trim());
    });
  }

  it('shows all mistakes of a repository at once, before anything is built', async () => {
    const app = await installation.create('mistakes');
    const push = await (await installation.repository('broken/app-json')).push(app);
    expect(push.text.match(/app\.json#\//g)).to.have.length.above(1);
    expect(push.text).not.to.contain('Building');
  });

  it('keeps the log of the failed build', async () => {
    const app = await installation.create('kept');
    const push = await (await installation.repository('broken/crash')).push(app);
    expect(push.status, push.text).to.equal(1);
    const output = await installation.dokku(['builds:output', app]);
    expect(output.status).not.to.equal(0);
    expect(output.stdout).to.contain('crash: the database is not there');
    // A first version that never served has logs of its own, too.
    const logs = await installation.dokku(['logs', app]);
    expect(logs.stdout, logs.text).to.contain('crash: the database is not there');
    expect(await installation.must('builds:list', app)).to.contain('failed');
  });

  it('prints no secret', async () => {
    const app = await installation.create('secret');
    await installation.must('config:set', app, 'API_TOKEN=correct-horse-battery');
    const repository = await installation.repository('broken/crash', {
      'web.sh': '#!/bin/sh\necho "token $API_TOKEN"; exit 3\n',
    });
    const push = await repository.push(app);
    expect(push.text).to.contain('token *******').and.not.contain('correct-horse');
    const log = await installation.dokku(['builds:output', app]);
    expect(log.stdout).not.to.contain('correct-horse');
  });
});
