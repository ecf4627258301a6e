import { expect } from 'chai';
import { interpolate, templateProblem } from '../../../src/appspec/interpolate.ts';
import { mistakesOf, specOf } from './tree.ts';

const tree = (triggers: object[], process = 'web') => ({
  'app.json': JSON.stringify({ formation: { [process]: { autoscaling: { triggers } } } }),
});
const trigger = (pointer: string) => `app.json#/formation/web/autoscaling/triggers/${pointer}`;
/** Returns the errors without their positions in the line. */
const told = async (triggers: object[], process?: string) =>
  (await mistakesOf(tree(triggers, process))).map((line) => line.replace(/ \(line.*$/, ''));

describe('trigger metadata', () => {
  const names = { APP_NAME: 'demo', PROCESS_TYPE: 'web', DEPLOYMENT_NAME: 'demo-web' };

  it('may name app, process and deployment in both spellings', () => {
    const text =
      '[[ .APP_NAME ]]/[[.PROCESS_TYPE]]/[[- .DEPLOYMENT_NAME -]] DOKKU_APP_NAME DOKKU_DEPLOYMENT_NAME XDOKKU_APP_NAME {{ .x }}';
    expect(templateProblem(text)).to.equal(undefined);
    expect(interpolate(text, names)).to.equal('demo/web/demo-web demo demo-web XDOKKU_APP_NAME {{ .x }}');
  });

  it('is refused with any other template', async () => {
    const known = 'must have no template except [[ .APP_NAME ]], [[ .PROCESS_TYPE ]], [[ .DEPLOYMENT_NAME ]]';
    expect(
      await told([{ type: 'x', metadata: { query: '[[ .APP_NAME ]]', at: '[[ .HOME ]]' } }]),
    ).to.deep.equal([`${trigger('0/metadata/at')}: ${known}, is "[[ .HOME ]]"`]);
    for (const text of [
      '[[ range ]]',
      '[[]]',
      '[[ APP_NAME ]]',
      '[[ .APP_NAME | upper ]]',
      '[[ .toString ]]',
    ])
      expect(templateProblem(text), text).to.equal(known);
  });
});

describe('triggers', () => {
  it('have unique names, given or generated', async () => {
    const cron = { type: 'cron' };
    expect(await told([{ ...cron, name: 'trigger-cron-2' }, cron])).to.deep.equal([
      `${trigger('1')}: must not have the name trigger-cron-2, which trigger 1 already has`,
    ]);
    expect(await told([{ ...cron, name: 'a' }, cron, { type: 'cpu', name: 'a' }])).to.deep.equal([
      `${trigger('2')}: must not have the name a, which trigger 1 already has`,
    ]);
    await specOf(tree([cron, cron, { ...cron, name: 'trigger-cron-4' }]));
  });

  it('of type http are valid only once, for web, with valid numbers', async () => {
    const http = (metadata = {}) => ({ type: 'http', metadata });
    expect(await told([http({ scale_by: 'mood', request_rate_target_value: '0' })])).to.deep.equal([
      `${trigger('0/metadata/scale_by')}: must be request_rate or concurrency, is "mood"`,
      `${trigger('0/metadata/request_rate_target_value')}: must be a whole number above 0, as text, is "0"`,
    ]);
    expect((await told([http(), http()])).join()).to.contain('must not have more than one http trigger');
    expect(await told([http()], 'worker')).to.deep.equal([
      'app.json#/formation/worker/autoscaling/triggers/0/type: must not be http: requests are routed only to web, is "http"',
    ]);
    await specOf(tree([http({ scale_by: 'concurrency', concurrency_target_value: '7' })]));
  });
});
