import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { Session } from './transcript.ts';

describe('scheduler:* and scheduler-k3s:*', () => {
  let session: Session;
  beforeEach(async () => {
    session = new Session();
    await session.run(['apps:create', 'shop']);
  });
  afterEach(() => session.end());

  it('accept one scheduler, in both forms of the command', () =>
    session.play(`
      $ dokku scheduler:set shop selected k3s
      =====> Setting selected to k3s
      $ dokku scheduler:set shop k3s
      =====> Setting selected to k3s
      $ dokku scheduler:set --global selected docker-local
       !     selected must be k3s; got "docker-local"
       !     Apps run on Kubernetes only. Set the cluster: dokku scheduler-k3s:set --global kubeconfig-path <path>
      [exit 1]
      $ dokku scheduler:report shop
      =====> shop scheduler information
             Scheduler computed selected:   k3s
             Scheduler computed shell:
             Scheduler global selected:
             Scheduler global shell:
             Scheduler selected:            k3s
             Scheduler shell:
    `));

  it('check a value before it is stored', () =>
    session.play(`
      $ dokku k3s:set shop deploy-timeout 60
      =====> Setting deploy-timeout to 60
      $ dokku scheduler-k3s:set shop deploy-timeout soon
       !     deploy-timeout must be seconds or a time like 90s, 5m or 1h30m, from a second to a day; got "soon"
      [exit 1]
      $ dokku scheduler-k3s:set shop namespace Team_A
       !     namespace must be at most 63 lower-case letters, digits and dashes, without a dash at the start or end; got "Team_A"
      [exit 1]
      $ dokku scheduler-k3s:set --global namespace kube-system
       !     namespace must be a namespace for apps; namespaces that begin with kube- belong to Kubernetes; got "kube-system"
      [exit 1]
      $ dokku scheduler-k3s:set --global namespace apps-{{.App}}
       !     namespace must be a namespace with no template besides {{ .AppName }}; got "apps-{{.App}}"
      [exit 1]
      $ dokku scheduler-k3s:set --global namespace a-{{.AppName}}-{{.AppName}}
       !     namespace must be shorter: a namespace has at most 63 characters, and an app name up to 36; got "a-{{.AppName}}-{{.AppName}}"
      [exit 1]
      $ dokku scheduler-k3s:set shop network-policy open
       !     network-policy must be one of none, isolated; got "open"
      [exit 1]
      $ dokku scheduler-k3s:set shop ingress-class nginx
       !     The property ingress-class can only be set globally
       !     Set the property with: dokku scheduler-k3s:set --global ingress-class <value>
      [exit 1]
      $ dokku scheduler-k3s:report shop --scheduler-k3s-computed-ingress-class --scheduler-k3s-computed-namespace
      traefik
      default
    `));

  it('print the token only when its info flag is given', async () => {
    await session.play(`
      $ dokku scheduler-k3s:set --global token 0123456789abcdef
      =====> Setting token to *******
      $ dokku scheduler-k3s:report --global --scheduler-k3s-global-token
      0123456789abcdef
    `);
    for (const format of ['stdout', 'json']) {
      const { text } = await session.run(['scheduler-k3s:report', '--global', '--format', format]);
      expect(text)
        .to.match(/global.token"?: *"?\*{7}/)
        .and.not.contain('0123456789abcdef');
    }
    const database = readFileSync(join(session.root, 'dokku/dokku.sqlite'), 'latin1');
    const log = readFileSync(join(session.root, 'dokku/dokku.sqlite-wal'), {
      encoding: 'latin1',
      flag: 'a+',
    });
    expect(database + log, 'sealed at rest').not.to.contain('0123456789abcdef');
    const ofApp = await session.run(['scheduler-k3s:report', 'shop', '--format', 'json']);
    expect(ofApp.text).not.to.match(/"(\w[\w-]*-)?(?<!account-)token"/);
  });

  it('remove the token', () =>
    session.play(`
      $ dokku scheduler-k3s:set --global token 0123456789abcdef
      =====> Setting token to *******
      $ dokku scheduler-k3s:set --global token
      =====> Unsetting token
      $ dokku scheduler-k3s:report --global --scheduler-k3s-global-token

    `));

  it('print the kubeconfig, or name the missing file', async () => {
    const file = join(session.root, 'kubeconfig');
    await session.play(`
      $ dokku scheduler-k3s:set --global kubeconfig-path ${file}
      =====> Setting kubeconfig-path to ${file}
      $ dokku scheduler-k3s:show-kubeconfig
       !     Could not read the kubeconfig ${file}: ENOENT: no such file or directory, open '${file}'
       !     Set another path: dokku scheduler-k3s:set --global kubeconfig-path <path>
      [exit 1]
    `);
    writeFileSync(file, 'apiVersion: v1\nkind: Config\n');
    expect((await session.run(['scheduler-k3s:show-kubeconfig'])).text).to.equal(
      'apiVersion: v1\nkind: Config\n',
    );
  });
});
