import { join } from 'node:path';
import { expect } from 'chai';
import { execa } from 'execa';
import { allCommandsHelp, overview } from '../../src/cli/help/help-text.ts';
import { summaries } from '../../src/commands/summaries.ts';
import { topicGroups } from '../../src/commands/topic-groups.ts';
import { topicSummaries } from '../../src/commands/topic-summaries.ts';
import { built } from './build.ts';
import { Session } from './transcript.ts';

describe('the command line', () => {
  let session: Session;
  before(async () => {
    session = new Session();
    await session.run(['apps:create', 'shop']);
  });
  after(() => session.end());

  it('prints the topics without a command', async () => {
    const { text, status } = await session.run([]);
    expect(status).to.equal(0);
    expect(text).to.match(/^Usage: dokku /);
    expect(text).to.match(/^Apps:\n {4}apps +Manage apps$/m);
    expect((await session.run(['help'])).text).to.equal(text);
    expect((await session.run(['--help'])).text).to.equal(text);
  });

  it('lists all commands with --all', async () => {
    const { text } = await session.run(['help', '--all']);
    expect(text).to.contain('apps:rename [--force] [--skip-deploy] <old> <new>');
    expect(text).not.to.match(/^ {4}git-hook/m);
  });

  it('shows the help of a topic and of a command in every form', async () => {
    const topic = await session.run(['help', 'domains']);
    expect(topic.text).to.match(/^Usage: dokku domains\[:COMMAND\]\n\nManage domains used by the proxy\n/);
    for (const words of [['domains'], ['domains:help']])
      expect(await session.run(words)).to.deep.equal(topic);
    const one = await session.run(['help', 'ps:scale']);
    expect(one.text).to.match(/^Usage: dokku ps:scale .*\n\nShow or set the number of pods/);
    expect(one.text).to.match(/\nExamples:\n\n {4}# .*\n {4}dokku ps:scale my-app\n/);
    for (const words of [
      ['ps:scale', '--help'],
      ['ps:scale', 'shop', '-h'],
    ])
      expect(await session.run(words)).to.deep.equal(one);
    expect((await session.run(['k3s'])).text).to.match(/^Usage: dokku scheduler-k3s\[/);
  });

  it('shows topics within a topic, and a command with the name of its topic', async () => {
    const scheduler = await session.run(['scheduler-k3s:help']);
    for (const part of ['annotations:set', 'autoscaling-auth:report', 'labels:set', 'preview'])
      expect(scheduler.text).to.match(new RegExp(`^ {4}scheduler-k3s:${part} `, 'm'));
    expect((await session.run(['storage:help'])).text).to.match(/^ {4}storage:labels:set /m);
    const run = await session.run(['help', 'run']);
    expect(run.text)
      .to.match(/^Usage: dokku run\[:COMMAND\]\n/)
      .and.match(/^Usage: dokku run \[.*\n(?: {11}.*\n)*.*<app> \[command…\]$/m)
      .and.match(/^ {4}--no-tty /m)
      .and.match(/^ {4}run:detached /m);
    for (const words of [['run:help'], ['run', '--help'], ['run', '--no-tty', '-h']])
      expect(await session.run(words)).to.deep.equal(run);
  });

  it('prints the help from the list in the bundle, which equals the command table', async () => {
    const commands = await summaries();
    expect((await session.run(['help', '--all'])).text).to.equal(`${allCommandsHelp(commands)}\n`);
    expect((await session.run(['help'])).text).to.equal(
      `${overview(commands, topicSummaries, topicGroups)}\n`,
    );
  });

  it('accepts --app in any place', () =>
    session.play(`
      $ dokku --app shop apps:exists
      $ dokku apps:exists --app shop
      $ dokku apps:exists --app=nobody
       !     App nobody does not exist
       !     List the apps with: dokku apps:list · create the app with: dokku apps:create nobody
      [exit 20]
      $ dokku ps:report --app
       !     Flag --app needs the name of an app
       !     For example: dokku --app <app> ps:report
      [exit 2]
      $ dokku --app shop --quiet apps:list
      shop
    `));

  it('prints the topics for --app without a command', async () => {
    expect(await session.run(['--app', 'shop'])).to.deep.equal(await session.run(['help']));
  });

  it('names the alternative to a command of a host with Docker', () =>
    session.play(`
      $ dokku ps:inspect shop
       !     There is no ps:inspect: containers run as pods of the cluster
       !     See the pods: dokku ps:report <app> · see the release: dokku releases:info <app>
      [exit 1]
      $ dokku certs:key shop
       !     There is no certs:key
       !     Print the key: dokku certs:show <app> key
      [exit 1]
      $ dokku help checks:run
       !     There is no checks:run: the cluster runs the checks of app.json continuously
       !     See the results: dokku ps:report <app>
      [exit 1]
    `));

  it('suggests the nearest command', () =>
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
      $ dokku k3s:sett
       !     k3s:sett is not a dokku command
       !     Did you mean: dokku scheduler-k3s:set
      [exit 1]
      $ dokku apps:frobnicate
       !     apps:frobnicate is not a dokku command
       !     List the commands of apps with: dokku help apps
      [exit 1]
      $ dokku help apps:frobnicate
       !     There is no command or topic apps:frobnicate
       !     List the commands of apps with: dokku help apps
      [exit 1]
    `));

  it('prints the version in every form', async () => {
    for (const word of ['version', '--version', '-v'])
      expect((await session.run([word])).text).to.match(/^dokku version \d+\.\d+\.\d+\n$/);
  });

  it('shows all reports of an app at once', async () => {
    const { text, status } = await session.run(['report', 'shop']);
    expect(status, text).to.equal(0);
    for (const type of ['app', 'domains', 'ps', 'scheduler-k3s', 'storage'])
      expect(text).to.contain(`=====> shop ${type} information`);
    expect(await session.run(['report'])).to.deep.equal({ text, status });
    expect(await session.run(['report', '--all'])).to.deep.equal({ text, status });
    await session.play(`
      $ dokku report shop --format json
       !     unknown flag: --format
       !       Known flags: --all
       !     Usage: dokku report [--all] [app]
       !     More: dokku help report
      [exit 2]
    `);
  });

  /** Returns the completions of bash for a line, using the completion script that dokku prints. */
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

  it('completes in bash and zsh only', async () => {
    const { text } = await session.run(['completion', 'zsh']);
    expect(text).to.match(/^#compdef dokku\n/);
    await session.play(`
      $ dokku completion fish
       !     There is no completion script for fish
       !     Supported shells: bash, zsh
      [exit 1]
    `);
  });
});
