import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { launcher, until } from '../installation.ts';
import { Storage } from './fixture.ts';

describe('the files of a storage entry', () => {
  let storage: Storage;
  before(async () => {
    storage = await Storage.begin({ serve: true });
    await storage.must('storage:create', 'a', '--size', '64Mi');
    await storage.must('storage:create', 'b', '--size', '64Mi');
  });
  after(() => storage.end());

  const pods = () => storage.kubectl('get', 'pods', '--output', 'name');

  it('are accessible in a pod, which is deleted with its command', async () => {
    const write = await storage.inEntry('a', 'sh', '-c', 'mkdir /data/sub; echo hi >/data/sub/f; exit 7');
    expect(write.status, write.text).to.equal(7);
    expect(await pods()).to.equal('');
    const piped = await storage.dokku(
      ['storage:exec', 'a', '--as-user', '5', '--', 'sh', '-c', 'id -u; cat'],
      {
        input: 'through\n',
      },
    );
    expect(piped.stdout).to.equal('5\nthrough\n');
    const missing = await storage.dokku(['storage:exec', 'a', '--image', 'nowhere.invalid/x', '--', 'true']);
    expect(missing.text).to.match(/did not start[\s\S]*nowhere\.invalid/);
    expect(await pods()).to.equal('');
  });

  it('are no longer mounted after Ctrl-C, and the pod of a killed command has a deadline', async () => {
    const running = storage.spawn(launcher, ['storage:exec', 'a', '--', 'sh', '-c', 'echo up; sleep 600'], {
      open: true,
    });
    await until(() => running.text().includes('up'), 'the command to run');
    const [name] = (await pods()).trim().split('\n');
    const pod = await storage.kubeJson<{ spec: { activeDeadlineSeconds: number } }>('get', name!);
    expect(pod.spec.activeDeadlineSeconds).to.equal(86_400);
    running.interrupt();
    expect((await running.ended).status).to.equal(130);
    expect(await pods()).to.equal('');
  });

  it('are accessible in a terminal, also over SSH, and the pod is deleted with its client', async () => {
    const ssh = (...command: string[]) => {
      const options = [...storage.sshOptions(), '-tt', '-p', String(storage.port), 'dokku@127.0.0.1'];
      return storage.spawn('ssh', [...options, 'storage:exec', 'a', ...command], { open: true });
    };
    const one = ssh('--', 'sh', '-c', '"test -t 0 && test -t 1 && test -t 2 && echo a-terminal"');
    expect((await one.ended).status, one.text()).to.equal(0);
    expect(one.text()).to.contain('a-terminal');
    const shell = ssh();
    await until(() => shell.text().includes('/data #'), 'the prompt');
    shell.child.stdin!.write('echo $((6 * 7)); tty\r');
    await until(() => /42\r\n\/dev\/pts\//.test(shell.text()), 'the answer');
    shell.child.stdin!.write('exit 5\r');
    expect((await shell.ended).status, shell.text()).to.equal(5);
    const lost = ssh('--', 'sh', '-c', '"echo up; sleep 600"');
    await until(() => lost.text().includes('up'), 'the command to run');
    expect(await pods()).to.contain('dokku-storage-exec-a');
    lost.child.kill('SIGKILL');
    await until(async () => (await pods()) === '', 'the pod to go');
  });

  it('are exported as a tar and imported unchanged', async () => {
    const file = join(storage.folder, 'a.tar');
    const options = { cwd: storage.folder, env: storage.env };
    await storage.inEntry('a', 'sh', '-c', 'head -c 3000000 /dev/urandom >/data/big; chown 7:8 /data/big');
    // The reader and the writer pause. The progress must be printed, even if the pod starts slowly.
    const sh = (script: string) => spawnSync('sh', ['-c', script], options);
    const out = sh(`'${launcher}' storage:export a | { head -c 1000 >'${file}'; sleep 4; cat >>'${file}'; }`);
    expect(String(out.stderr)).to.match(
      /^-----> Exporting a: 2\.9 MiB\n(-----> \d\.\d MiB of about 2\.9 MiB\n)+-----> Exported 2\.9 MiB\n$/,
    );
    expect(out.status).to.equal(0);
    const into = () => sh(`'${launcher}' storage:import b <'${file}'`);
    const first = sh(
      `{ head -c 1000000 '${file}'; sleep 8; tail -c +1000001 '${file}'; } | '${launcher}' storage:import b`,
    );
    expect(first.status, String(first.stderr)).to.equal(0);
    expect(String(first.stderr)).to.match(
      /^-----> Importing into b\n(-----> \d\.\d MiB so far\n)+-----> Imported 2\.9 MiB\n$/,
    );
    const sums = async (entry: string) =>
      (
        await storage.inEntry(
          entry,
          'sh',
          '-c',
          'cd /data; find . -type f | sort | xargs md5sum; stat -c "%u %g" big',
        )
      ).stdout;
    expect(await sums('b')).to.equal(await sums('a'));
    const second = into();
    expect(second.status).to.equal(1);
    expect(String(second.stderr)).to.contain('b is not empty; nothing was imported');
    const cut = sh(`head -c 1000000 '${file}' | '${launcher}' storage:import b --force`);
    expect(cut.status).to.equal(1);
    expect(String(cut.stderr)).to.match(/Could not import into the entry/);
    expect(await pods()).to.equal('');
  });

  it('in a folder of a node are kept under Retain and deleted under Delete', async () => {
    const folder = join(storage.folder, 'photos');
    mkdirSync(folder);
    writeFileSync(join(folder, 'cat.jpg'), 'meow');
    const name = storage.global('persistentvolume', 'photos');
    await storage.must('storage:create', name, folder, '--size', '1Gi');
    expect(await storage.must('storage:wait', name)).to.contain('is Bound');
    expect((await storage.inEntry(name, 'cat', '/data/cat.jpg')).stdout).to.equal('meow');
    expect(await storage.must('storage:destroy', name, '--force')).to.contain(
      `storage:create ${name} ${folder} --size 1Gi`,
    );
    await storage.must('storage:create', name, folder, '--size', '1Gi');
    await storage.must('storage:wait', name, '--timeout', '30');
    expect((await storage.inEntry(name, 'cat', '/data/cat.jpg')).stdout).to.equal('meow');
    expect(await storage.must('storage:set', name, 'reclaim-policy', 'Delete')).to.contain('updated');
    expect(await storage.must('storage:destroy', name, '--force')).to.contain(
      `All files in ${folder} were deleted`,
    );
    expect(spawnSync('ls', ['-A', folder], { encoding: 'utf8' }).stdout).to.equal('');
  });

  it('on a volume of a class are deleted under Delete', async () => {
    const { volume } = await reclaim('b', 'Delete');
    const gone = await storage.kubectl('get', 'pv', volume, '--ignore-not-found');
    expect(gone).to.equal('');
  });

  async function reclaim(entry: string, policy: string): Promise<{ volume: string }> {
    const info = JSON.parse(await storage.must('storage:info', entry, '--format', 'json'));
    await storage.must('storage:set', entry, 'reclaim-policy', policy);
    const { text, status } = await storage.dokku(['storage:destroy', entry], { input: `${entry}\n` });
    expect(status, text).to.equal(0);
    expect(text).to.contain(`all data of ${entry} with it`);
    return { volume: info.bound_volume };
  }
});
