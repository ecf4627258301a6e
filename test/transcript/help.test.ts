import { join } from 'node:path';
import { expect } from 'chai';
import { execa } from 'execa';
import { built } from './build.ts';
import { Session } from './transcript.ts';

describe('help, version, completion, report', () => {
  let session: Session;
  before(async () => {
    session = new Session();
    await session.run(['apps:create', 'shop']);
  });
  after(() => session.end());

  it('greets who says nothing with the topics', async () => {
    const { text, status } = await session.run([]);
    expect(status).to.equal(0);
    expect(text).to.match(/^Usage: dokku /);
    expect(text).to.match(/^ {4}apps +Make, list, rename and remove apps$/m);
    expect((await session.run(['help'])).text).to.equal(text);
    expect((await session.run(['--help'])).text).to.equal(text);
    const topics = [...text.matchAll(/^ {4}(\S+)/gm)].map(([, topic]) => topic!);
    expect(topics).to.deep.equal(topics.toSorted());
  });

  it('lists everything with --all', async () => {
    const { text } = await session.run(['help', '--all']);
    expect(text).to.contain('apps:rename [--skip-deploy] <old> <new>');
    expect(text).not.to.match(/^ {4}git-hook/m);
  });

  it('explains a topic and a command, however it is asked', async () => {
    const topic = await session.run(['help', 'domains']);
    expect(topic.text).to.match(/^Usage: dokku domains\[:COMMAND\]\n\nHost names of apps\n/);
    for (const words of [['domains'], ['domains:help']])
      expect(await session.run(words)).to.deep.equal(topic);
    const one = await session.run(['help', 'ps:scale']);
    expect(one.text).to.match(/^Usage: dokku ps:scale .*\n\nShow or set how many/);
    expect(one.text).to.match(/\nExamples:\n\n {4}# .*\n {4}dokku ps:scale my-app\n/);
    for (const words of [
      ['ps:scale', '--help'],
      ['ps:scale', 'shop', '-h'],
    ])
      expect(await session.run(words)).to.deep.equal(one);
    expect((await session.run(['k3s'])).text).to.match(/^Usage: dokku scheduler-k3s\[/);
  });

  it('guesses what was meant', () =>
    session.play(`
      $ dokku aps:list
       !     aps:list is not a dokku command
       !     Did you mean: dokku apps:list
      [exit 1]
      $ dokku apps:
       !     apps: is not a dokku command
       !     Did you mean: dokku apps
      [exit 1]
      $ dokku frobnicate
       !     frobnicate is not a dokku command
       !     See 'dokku help' for a list of commands
      [exit 1]
      $ dokku apps:list --nope
       !     unknown flag: --nope
       !       Known flags: --format
       !     Usage: dokku apps:list [--format FORMAT]
       !     More: dokku help apps:list
      [exit 2]
      $ dokku help confg
       !     There is no command or topic confg
       !     Did you mean: dokku help config
      [exit 1]
    `));

  it('says its version in every form', async () => {
    for (const word of ['version', '--version', '-v'])
      expect((await session.run([word])).text).to.match(/^dokku version \d+\.\d+\.\d+\n$/);
  });

  it('shows all reports of an app at once', async () => {
    const { text, status } = await session.run(['report', 'shop']);
    expect(status, text).to.equal(0);
    for (const type of ['app', 'domains', 'ps', 'scheduler-k3s', 'storage'])
      expect(text).to.contain(`=====> shop ${type} information`);
    await session.play(`
      $ dokku report shop --format json
       !     unknown flag: --format
       !       Known flags: --all
       !     Usage: dokku report [--all] [app]
       !     More: dokku help report
      [exit 2]
    `);
  });

  /** What bash offers at the end of a line, by the script that the program prints. */
  async function complete(line: string): Promise<string[]> {
    const folder = join(await built(), 'bin');
    const script = `
      export PATH="$FOLDER:$PATH"
      eval "$(dokku completion bash)"
      COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:' COMP_LINE=$LINE COMP_POINT=\${#LINE}
      _dokku
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    const { stdout } = await execa('bash', ['-c', script], {
      env: { FOLDER: folder, LINE: line, DOKKU_ROOT: join(session.root, 'dokku') },
    });
    return stdout.split('\n').filter(Boolean);
  }

  it('completes commands, apps and flags in bash', async () => {
    expect(await complete('dokku ps:sc')).to.deep.equal(['scale']);
    expect(await complete('dokku --quiet versi')).to.deep.equal(['version']);
    expect(await complete('dokku ps:scale ')).to.deep.equal(['shop']);
    expect(await complete('dokku ps:scale --skip-deploy sh')).to.deep.equal(['shop']);
    expect(await complete('dokku ps:scale shop --sk')).to.deep.equal(['--skip-deploy']);
    expect(await complete('dokku ps:scale shop ')).to.deep.equal([]);
  });

  it('knows bash and zsh', async () => {
    const { text } = await session.run(['completion', 'zsh']);
    expect(text).to.match(/^#compdef dokku\n/);
    await session.play(`
      $ dokku completion fish
       !     There is no completion for fish
       !     Shells: bash, zsh
      [exit 1]
    `);
  });
});
