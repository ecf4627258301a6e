import { expect } from 'chai';
import { explain, RefusalExplainer } from '../../../src/git/explain-refusal.ts';

const packet = (content: string) => `${(content.length + 4).toString(16).padStart(4, '0')}${content}`;
const report = (status: string) =>
  packet(`\u0001${packet(`unpack ${status}\n`)}${packet('ng refs/heads/main unpacker error\n')}0000`);
const refs = `${packet(`${'0'.repeat(40)} capabilities^{}\0report-status\n`)}0000`;
const refused = packet(
  "\u0002error: object c0ffee: hasDotgit: contains '.git'\nfatal: fsck error in packed object\n",
);

function filtered(output: string, chunkLength: number): string {
  const explainer = new RefusalExplainer();
  const bytes = Buffer.from(output, 'latin1');
  const parts: Buffer[] = [];
  for (let start = 0; start < bytes.length; start += chunkLength)
    parts.push(explainer.push(bytes.subarray(start, start + chunkLength)));
  return Buffer.concat([...parts, explainer.end()]).toString('utf8');
}

describe('the output of git receive-pack', () => {
  it('gets an explanation before the report of a refused push, however the bytes arrive', () => {
    const output = `${refs}${refused}${report('index-pack abnormal exit')}0000`;
    for (const length of [1, 3, 7, 100, 10_000]) {
      const sent = filtered(output, length);
      const added = sent.slice((refs + refused).length, -`${report('index-pack abnormal exit')}0000`.length);
      expect(sent).to.equal(`${refs}${refused}${added}${report('index-pack abnormal exit')}0000`);
      expect(Number.parseInt(added.slice(0, 4), 16)).to.equal(Buffer.byteLength(added));
      expect(added)
        .to.contain('\u0002 !     The pushed history has an object that Git refuses')
        .and.contain("c0ffee: contains '.git' (hasDotgit)")
        .and.contain('git filter-repo');
    }
  });

  it('stays as it is in all other cases', () => {
    const accepted = `${refs}${packet('\u0002remote\n')}${report('ok')}0000`;
    for (const output of [accepted, refs, 'not a packet\n', '00', `${refs}0005`, ''])
      for (const length of [1, 5, 1000]) expect(filtered(output, length)).to.equal(output);
  });

  it('is explained by what Git printed', () => {
    const code = (printed: string) => explain('unpack-objects abnormal exit', printed).code;
    expect(code('fatal: pack exceeds maximum allowed size\n')).to.equal('git.push-too-large');
    expect(code('fatal: write error: No space left on device\n')).to.equal('git.no-space');
    const other = explain('index-pack abnormal exit', '');
    expect([other.code, ...other.details]).to.deep.equal(['git.unpack', 'index-pack abnormal exit']);
  });
});
