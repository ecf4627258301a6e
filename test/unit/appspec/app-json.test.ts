import { expect } from 'chai';
import fc from 'fast-check';
import { mistakesOf, specOf } from './tree.ts';

describe('app.json', () => {
  it('may have comments and trailing commas, or be empty or absent', async () => {
    const text = '\uFEFF{\n  // web\n  "formation": { "web": { "quantity": 2, }, }, /* end */\n}';
    expect((await specOf({ 'app.json': text })).formation).to.deep.equal({ web: { quantity: 2 } });
    expect((await specOf({ 'app.json': ' \n' })).formation).to.deep.equal({});
    expect((await specOf({})).formation).to.deep.equal({});
  });

  it('reports all mistakes at once, each with file, JSON pointer, expected and actual value', async () => {
    const text = `{
  "formation": {
    "web": { "quantity": "two", "quantiy": 1 },
    "Bad": { "quantity": 1 },
    "worker": { "quantity": -1 },
    "web": {}
  },
  "env": { "A": 5, "B": { "value": 7 } },
  "healthchecks": { "web": [
    { "type": "liveness", "path": "/" },
    { "type": "liveness", "listening": true },
    { "type": "readiness" }
  ] },
  "cron": [{ "command": "x", "schedule": "61 * * * *" }, { "schedule": "@dayly" }],
  "script": {}
}`;
    expect(
      await mistakesOf({ 'app.json': text, Procfile: 'web: x\nweb: y\nWorker_2: z\nnonsense' }),
    ).to.deep.equal([
      'app.json#/formation/web/quantity: must be a whole number ≥ 0, is "two" (line 3:26)',
      'app.json#/formation/Bad: must have a name of at most 63 lower-case letters, digits and dashes (line 4:12)',
      'app.json#/formation/worker/quantity: must be a whole number ≥ 0, is -1 (line 5:29)',
      'app.json#/formation/web: was already given above (line 6:5)',
      'app.json#/env/A: must be text or an object with value, generator, required, sync and description, is 5 (line 8:17)',
      'app.json#/env/B/value: must be text, is 7 (line 8:36)',
      'app.json#/healthchecks/web/1: must not be a second liveness check: Kubernetes allows one check of each type (line 11:5)',
      'app.json#/healthchecks/web/2: must have one of command, listening, path and uptime (line 12:5)',
      'app.json#/cron/0/schedule: must have a minute from 0 to 59 (not "61"), is "61 * * * *" (line 14:42)',
      'app.json#/cron/1/command: is missing (line 14:58)',
      'app.json#/cron/1/schedule: must be five fields, @every with a time like 90s, 5m or 1h30m, or one of @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly, is "@dayly" (line 14:72)',
      'Procfile:2: process type web was already given above',
      'Procfile:3: process type Worker_2 cannot be a Kubernetes name: use lower-case letters, digits and dashes, e.g. worker-2',
      'Procfile:4: must be of the form "type: command"',
      'app.json#/formation/web/quantiy: the key quantiy is not known and has no effect',
      'app.json#/script: the key script is not known and has no effect; did you mean "scripts"?',
    ]);
  });

  it('refuses invalid headers of checks', async () => {
    const header = (name: string, value: string) => ({
      'app.json': JSON.stringify({
        healthchecks: { web: [{ type: 'liveness', path: '/', httpHeaders: [{ name, value }] }] },
      }),
    });
    expect(await mistakesOf(header('X-Token', 'a b'))).to.deep.equal([]);
    for (const name of ['', 'X Token', 'X:', 'x_y', 'Ü'])
      expect((await mistakesOf(header(name, 'a'))).join()).to.contain(
        '#/healthchecks/web/0/httpHeaders/0/name: must be the name of a header',
      );
    expect((await mistakesOf(header('X', 'a\r\nHost: b'))).join()).to.contain('must be one line');
  });

  it('refuses a second probe of one type, but accepts a probe with an uptime', async () => {
    const checks = (list: object[]) => ({ 'app.json': JSON.stringify({ healthchecks: { web: list } }) });
    const path = { type: 'liveness', path: '/' };
    expect(await mistakesOf(checks([path, { type: 'liveness', uptime: 5 }]))).to.deep.equal([]);
    expect((await mistakesOf(checks([path, { type: 'liveness', listening: true }]))).join()).to.match(
      /#\/healthchecks\/web\/1: must not be a second liveness check/,
    );
  });

  it('warns about an unknown key beside the one that it resembles, and suggests only absent keys', async () => {
    const cron = { comment: 'nightly', command: 'x', schedule: '@daily' };
    const spec = await specOf({
      'app.json': JSON.stringify({ cron: [cron], formation: { web: { quantiy: 2 } } }),
    });
    expect(spec.cron).to.deep.equal([{ command: 'x', schedule: '@daily' }]);
    expect(spec.warnings).to.deep.equal([
      'app.json#/cron/0/comment: the key comment is not known and has no effect',
      'app.json#/formation/web/quantiy: the key quantiy is not known and has no effect; did you mean "quantity"?',
    ]);
  });

  it('warns about unknown keys that resemble no known key', async () => {
    const spec = await specOf({
      'app.json': '{"name": "x", "myteam": 1, "formation": {"web": {"owner": "me"}}}',
    });
    expect(spec.warnings).to.deep.equal([
      'app.json#/myteam: the key myteam is not known and has no effect',
      'app.json#/formation/web/owner: the key owner is not known and has no effect',
    ]);
    expect(spec.formation).to.deep.equal({ web: {} });
  });

  it('passes on every field of a KEDA trigger', async () => {
    const trigger = {
      type: 'prometheus',
      metricType: 'Value',
      metadata: { query: 'up' },
      useCachedMetrics: true,
    };
    const text = JSON.stringify({
      formation: { web: { autoscaling: { min_quantity: 1, triggers: [trigger] } } },
    });
    expect((await specOf({ 'app.json': text })).formation.web!.autoscaling!.triggers).to.deep.equal([
      trigger,
    ]);
  });

  it('reports the position of invalid JSON', async () => {
    const [line] = await mistakesOf({ 'app.json': '{\n  "formation": { "web" }\n}' });
    expect(line).to.match(/^app\.json: is not valid JSON: .*\(line 2:\d+\)$/);
  });

  it('refuses deep nesting without a crash', async () => {
    expect(await mistakesOf({ 'app.json': '['.repeat(100_000) })).to.deep.equal([
      'app.json: is nested too deeply',
    ]);
    const cron = `{"x": ${'['.repeat(100)}${']'.repeat(100)}}`;
    expect(await mistakesOf({ 'app.json': cron })).to.deep.equal(['app.json: is nested too deeply']);
  });

  it('refuses a check with another host or a control character in its path', async () => {
    const checked = (path: string) =>
      mistakesOf({ 'app.json': JSON.stringify({ healthchecks: { web: [{ type: 'liveness', path }] } }) });
    for (const path of [
      '//evil.test/x',
      'http://evil.test/',
      'HTTP:x',
      '/a\r\nHost: evil.test',
      '/\u0001',
      '/\u007f',
    ])
      expect((await checked(path)).join(), path).to.match(
        /^app\.json#\/healthchecks\/web\/0\/path: must be a path /,
      );
    for (const path of ['/', 'health', '/a:b', '/health?at=http://x', '/é', '/%0d%0a'])
      expect(await checked(path), path).to.deep.equal([]);
  });

  it('takes no settings from a member named __proto__', async () => {
    const text = '{"__proto__": {"formation": {"web": {"quantity": 9}}}, "env": {"__proto__": "x"}}';
    const spec = await specOf({ 'app.json': text });
    expect(spec.formation).to.deep.equal({});
    expect(Object.getPrototypeOf(spec.env)).to.equal(Object.prototype);
  });

  it('returns a spec or a list of mistakes for any JSON', async () => {
    await fc.assert(
      fc.asyncProperty(fc.json(), async (text) => {
        await mistakesOf({ 'app.json': text });
      }),
      { numRuns: 50 },
    );
  });
});
