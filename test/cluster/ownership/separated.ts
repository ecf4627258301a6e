import { connect } from 'node:tls';
import { expect } from 'chai';
import { clusterUnderTest } from '../../../scripts/lib/cluster-under-test.ts';
import { Installation } from '../installation.ts';

interface ServedCertificate {
  issuer: string;
  subject: string;
  serial: string;
}

/** Reads the certificate that the ingress serves for a host. */
export function certificateOf(host: string): Promise<ServedCertificate> {
  return new Promise((resolve, reject) => {
    const options = { host: clusterUnderTest().ingress, port: 443, servername: host };
    const socket = connect({ ...options, rejectUnauthorized: false }, () => {
      const { issuer, subject, serialNumber: serial } = socket.getPeerCertificate();
      resolve({ issuer: String(issuer?.CN), subject: String(subject?.CN), serial });
      socket.destroy();
    });
    socket.on('error', reject);
  });
}

/** The image of these apps runs without root: their namespaces enforce the level restricted. */
const dockerfile =
  'FROM busybox:latest\nWORKDIR /app\nCOPY . .\nEXPOSE 5000\nUSER 1000\nCMD ["sh", "web.sh"]\n';

/** An installation whose apps have namespaces of their own, with the strictest settings. */
export class Separated extends Installation {
  readonly #namespaces = new Set<string>();

  static async begin(): Promise<Separated> {
    const installation = new Separated();
    await installation.configure();
    await installation.serve();
    for (const [property, value] of [
      ['namespace', `${installation.namespace}-{{ .AppName }}`],
      ['pod-security', 'restricted'],
      ['network-policy', 'isolated'],
    ] as const)
      await installation.must('scheduler-k3s:set', '--global', property, value);
    return installation;
  }

  /** Returns the namespace of an app: `test-123456-shop`, or `test-123456-moved-shop`. */
  namespaceOf(app: string, infix = ''): string {
    const namespace = `${this.namespace}-${infix}${app}`;
    this.#namespaces.add(namespace);
    return namespace;
  }

  /** Creates a namespace as an administrator does for an app. */
  async handOver(namespace: string): Promise<void> {
    await this.kubectl('create', 'namespace', namespace);
    await this.kubectl('label', 'namespace', namespace, 'dokku.com/managed=true');
  }

  async push(app: string, appJson: object): Promise<void> {
    const files = { 'app.json': JSON.stringify(appJson), Dockerfile: dockerfile, 'config/kustomize': null };
    const { status, text } = await (await this.repository('hello', files)).push(app);
    expect(status, text).to.equal(0);
  }

  async enforced(namespace: string): Promise<string> {
    const path = 'jsonpath={.metadata.labels.pod-security\\.kubernetes\\.io/enforce}';
    return this.kubectl('get', 'namespace', namespace, '-o', path);
  }

  override async end(): Promise<void> {
    for (const namespace of this.#namespaces)
      await this.kubectl('delete', 'namespace', namespace, '--ignore-not-found', '--wait=false');
    await super.end();
  }
}
