import { expect } from 'chai';
import { Installation, until } from '../installation.ts';

/** A database that the Kustomize folder of an app deploys. It accepts connections after some seconds. */
const database = (app: string, command: string) => [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `${app}-db` },
    spec: { selector: { role: `${app}-db` }, ports: [{ port: 8000 }] },
  },
  {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: `${app}-db` },
    spec: {
      serviceName: `${app}-db`,
      selector: { matchLabels: { role: `${app}-db` } },
      template: {
        metadata: { labels: { role: `${app}-db` } },
        spec: {
          terminationGracePeriodSeconds: 0,
          containers: [
            {
              name: 'db',
              image: 'busybox',
              command: ['sh', '-c', command],
              readinessProbe: { tcpSocket: { port: 8000 }, periodSeconds: 1 },
            },
          ],
        },
      },
    },
  },
];
interface Pod {
  spec: {
    enableServiceLinks: boolean;
    securityContext: { seccompProfile?: object };
    volumes?: object[];
  };
}
const kustomization = JSON.stringify({
  apiVersion: 'kustomize.config.k8s.io/v1beta1',
  kind: 'Kustomization',
  resources: ['rendered.yaml', 'db.yaml'],
});
const waits = 'sleep 25 && httpd -f -p 8000 -h /tmp';

describe('an app that needs a database of its own Kustomize folder', () => {
  let installation: Installation;

  before(async () => {
    installation = await Installation.start();
  });
  after(() => installation?.end());

  const repositoryOf = (app: string, databaseCommand: string, web: string) =>
    installation.repository('', {
      Dockerfile: 'FROM node:24-slim\nCOPY web.js /\nCMD ["node", "/web.js"]\n',
      'web.js': web,
      'config/kustomize/kustomization.yaml': kustomization,
      'config/kustomize/db.yaml': database(app, databaseCommand)
        .map((object) => `---\n${JSON.stringify(object)}\n`)
        .join(''),
    });
  /** A web process that exits when the database does not accept a connection. */
  const needs = (app: string) => `
const socket = require('node:net').connect(8000, '${app}-db');
socket.on('error', ({ message }) => { console.log(message); process.exit(1); });
socket.on('connect', () => {
  require('node:http').createServer((_, response) => response.end('page')).listen(process.env.PORT);
});
`;

  it('may fail until the database has started', async () => {
    const app = await installation.create('needs');
    const repository = await repositoryOf(app, waits, needs(app));
    const { status, text } = await repository.push(app);
    expect(status, text).to.equal(0);
    expect(text).to.match(/web exited with status 1 .*; waiting until .*db.* has started/);
    await until(() => installation.get(app), 'the page');

    // The folder leaves out what keeps its pods without rights, as most manifests do.
    const { spec } = await installation.kubeJson<Pod>('get', 'pod', `${app}-db-0`);
    expect(spec.enableServiceLinks).to.equal(false);
    expect(spec.securityContext.seccompProfile).to.deep.equal({ type: 'RuntimeDefault' });
    expect(spec.volumes ?? [], 'no token').to.deep.equal([]);
    const stored = await installation.must('releases:info', app, '--manifest');
    expect(stored.match(/^ +automountServiceAccountToken: false$/gm)).to.have.length(2);
    const preview = await installation.must('scheduler-k3s:preview', app);
    expect(preview).to.not.contain(`${app}-db`);
  });

  it('is rejected when it also fails with the database, with the setting that allows more restarts', async () => {
    const app = await installation.create('fails');
    const repository = await repositoryOf(app, waits, 'process.exit(1);');
    const { status, text } = await repository.push(app);
    expect(status, text).to.equal(1);
    expect(text).to.contain('web exited with status 1 each time it was started');
    expect(text).to.contain(`allow more restarts: dokku scheduler-k3s:set ${app} max-restarts 5`);
    const db = await installation.kubectl(
      'get',
      'pod',
      `${app}-db-0`,
      '--output',
      'jsonpath={.status.phase}',
    );
    expect(db).to.equal('Running');
  });

  it('gets as many restarts as the setting allows', async () => {
    const app = await installation.create('patient');
    await installation.must('scheduler-k3s:set', app, 'max-restarts', '2');
    const repository = await installation.repository('broken/crash');
    const { status, text } = await repository.push(app);
    expect(status, text).to.equal(1);
    const restarts = await installation.kubectl(
      'get',
      'pod',
      '--selector',
      `app.kubernetes.io/part-of=${app}`,
      '--output',
      'jsonpath={.items[0].status.containerStatuses[0].restartCount}',
    );
    expect(Number(restarts)).to.be.at.least(2);
  });
});
