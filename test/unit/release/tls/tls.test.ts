import { expect } from 'chai';
import type { IssuerFact } from '../../../../src/release/context.ts';
import type { defaultSettings } from '../../../../src/release/settings/settings.ts';
import { sharedIssuers } from '../../../../src/release/tls/letsencrypt.ts';
import { certificateChecksum, tlsSecretManifest } from '../../../../src/release/tls/tls-secret.ts';
import { urlsOf } from '../../../../src/release/urls.ts';
import { problems, release } from '../sample.ts';

const cluster = { keda: false, kedaHttp: false, certManager: true, triggerAuthentications: [] };
const domains = ['demo.example.com'];
const nobody = { app: '', global: '' };
const emails = {
  none: { prod: nobody, stag: nobody },
  global: { prod: { app: '', global: 'ops@example.com' }, stag: nobody },
  own: { prod: { app: 'me@example.com', global: 'ops@example.com' }, stag: nobody },
};

type Settings = Partial<typeof defaultSettings>;
const tls = (settings: Settings) => release({ cluster, settings: { domains, ...settings } }).routing?.tls;

describe('the source of a certificate', () => {
  it('is first the imported certificate, with any other settings', () => {
    const settings = {
      certificateNames: domains,
      letsencryptServer: 'false',
      certIssuerName: 'x',
      letsencryptEmails: emails.global,
    };
    expect(tls(settings)).to.deep.equal({
      secretName: 'tls-demo',
      certificate: undefined,
      imported: { secretName: 'tls-demo', domains },
    });
  });

  it('is nothing when Let’s Encrypt is switched off, even with an issuer', () => {
    expect(
      tls({ letsencryptServer: 'false', certIssuerName: 'x', letsencryptEmails: emails.global }),
    ).to.equal(undefined);
  });

  it('is then the named issuer, unless the app opts out', () => {
    const named = tls({ certIssuerName: 'dns', certIssuerKind: 'ISSUER', letsencryptEmails: emails.own });
    expect(named!.certificate!.issuer).to.deep.equal({ kind: 'Issuer', name: 'dns' });
    const out = tls({ certIssuerName: 'false', letsencryptEmails: emails.global });
    expect(out!.certificate!.issuer).to.deep.equal({ kind: 'ClusterIssuer', name: 'letsencrypt-prod' });
  });

  it('is then Let’s Encrypt with the email of the app, else the global email, else nothing', () => {
    expect(tls({ letsencryptEmails: emails.own })!.certificate).to.deep.include({
      issuer: { kind: 'Issuer', name: 'demo-letsencrypt-prod' },
      ownIssuer: {
        name: 'demo-letsencrypt-prod',
        server: 'https://acme-v02.api.letsencrypt.org/directory',
        email: 'me@example.com',
      },
    });
    expect(tls({ letsencryptEmails: emails.global })!.certificate!.ownIssuer).to.equal(undefined);
    expect(tls({ letsencryptEmails: emails.none })).to.equal(undefined);
    expect(tls({ letsencryptEmails: emails.global, letsencryptServer: 'staging' })).to.equal(undefined);
  });

  it('is an issuer of the app’s own also with the global email, where it has to name the app’s Gateway', () => {
    const settings = { ingressClass: 'gateway', letsencryptEmails: emails.global };
    expect(tls(settings)!.certificate!.ownIssuer).to.include({
      name: 'demo-letsencrypt-prod',
      email: 'ops@example.com',
    });
    const shared = sharedIssuers({ prod: 'ops@example.com', stag: '' }, 'gateway');
    expect(shared.map(({ manifest }) => manifest)).to.deep.equal([undefined, undefined]);
  });

  it('is nothing without a domain, and refused with an unknown server', () => {
    expect(tls({ letsencryptEmails: emails.global, domains: [] })).to.equal(undefined);
    expect(problems({ cluster, settings: { domains, letsencryptServer: 'local' } }).join()).to.match(
      /letsencrypt-server "local"/,
    );
  });

  it('is nothing while cert-manager is missing, with a warning', () => {
    const spec = release({ settings: { domains, letsencryptEmails: emails.global } });
    expect(spec.routing!.tls).to.equal(undefined);
    expect(spec.warnings.join()).to.match(/cert-manager is not installed/);
  });
});

describe('domains that the imported certificate does not cover', () => {
  const resolved = (settings: Settings) =>
    release({
      cluster,
      settings: {
        domains: ['demo.example.com', 'new.example.com', '*.wild.example.com'],
        certificateNames: ['*.example.com'],
        ...settings,
      },
    });
  const hosts = (settings: Settings) =>
    Object.fromEntries(resolved(settings).routing!.hosts.map(({ domain, tls }) => [domain, tls]));

  it('are served over HTTP without a redirect, with a warning', () => {
    const settings = { domains: ['demo.example.com', 'demo.example.org'] };
    expect(hosts(settings)).to.deep.equal({ 'demo.example.com': true, 'demo.example.org': false });
    expect(urlsOf(resolved(settings))).to.have.members([
      'https://demo.example.com',
      'http://demo.example.org',
    ]);
    expect(resolved(settings).warnings).to.deep.equal([
      'The imported certificate does not cover demo.example.org: served over HTTP, without a redirect to HTTPS. Import a certificate for all domains: dokku certs:update demo',
    ]);
    const none = resolved({ domains: ['demo.example.org'] });
    expect(none.routing!.tls).to.equal(undefined);
    expect(none.warnings).to.have.length(1);
  });

  it('are not the only warning: each deploy warns of a certificate that has expired', () => {
    const certificateWarnings = ['The certificate expired on 2030-01-01T00:00:00.000Z'];
    expect(resolved({ domains: ['demo.example.com'], certificateWarnings }).warnings).to.deep.equal([
      'The certificate expired on 2030-01-01T00:00:00.000Z. Import a valid certificate: dokku certs:update demo',
    ]);
    expect(resolved({ domains: ['demo.example.org'], certificateWarnings }).warnings.join()).to.not.contain(
      'expired',
    );
  });

  it('get a certificate from the issuer, if one is set', () => {
    const settings = {
      domains: ['demo.example.com', 'demo.example.org', '*.demo.example.org'],
      letsencryptEmails: emails.global,
    };
    const { routing, warnings } = resolved(settings);
    expect(routing!.tls).to.deep.include({
      secretName: 'tls-demo-web',
      imported: { secretName: 'tls-demo', domains: ['demo.example.com'] },
    });
    expect(routing!.tls!.certificate!.dnsNames).to.deep.equal(['demo.example.org']);
    expect(hosts(settings)).to.deep.equal({
      'demo.example.com': true,
      'demo.example.org': true,
      '*.demo.example.org': false,
    });
    expect(warnings).to.include.members([
      'The imported certificate does not cover *.demo.example.org: served over HTTP, without a redirect to HTTPS. Import a certificate for all domains: dokku certs:update demo',
      'The imported certificate does not cover demo.example.org: the issuer of demo issues a certificate for it',
    ]);
  });
});

describe('the issuer of a certificate', () => {
  const warnings = (settings: Settings, issuers: IssuerFact[]) =>
    release({ cluster: { ...cluster, issuers }, settings: { domains, ...settings } }).warnings.join();
  const fact = (kind: IssuerFact['kind'], name: string, problem?: string) => ({ kind, name, problem });

  it('is reported when an issuer of that name and kind is missing', () => {
    expect(warnings({ certIssuerName: 'dns' }, [fact('ClusterIssuer', 'dns')])).to.equal('');
    expect(warnings({ certIssuerName: 'dns' }, [fact('Issuer', 'dns')])).to.match(
      /ClusterIssuer dns does not exist:/,
    );
    const own = { certIssuerName: 'dns', certIssuerKind: 'Issuer', namespace: 'team' };
    expect(warnings(own, [])).to.match(/Issuer dns in namespace team does not exist:/);
  });

  it('is not reported when the deploy creates it', () => {
    expect(warnings({ letsencryptEmails: emails.global }, [])).to.equal('');
    expect(warnings({ letsencryptEmails: emails.own }, [])).to.equal('');
  });

  it('reports why it cannot issue', () => {
    const broken = [fact('ClusterIssuer', 'letsencrypt-prod', 'no account')];
    expect(warnings({ letsencryptEmails: emails.global }, broken)).to.match(
      /ClusterIssuer letsencrypt-prod is not ready: no account/,
    );
  });
});

describe('the shared issuers of Let’s Encrypt', () => {
  it('are one for each email, solved by the ingress class', () => {
    const [prod, stag] = sharedIssuers({ prod: '', stag: 'ops@example.com' }, 'nginx');
    expect(prod).to.deep.equal({ name: 'letsencrypt-prod', manifest: undefined });
    expect(stag!.manifest).to.deep.include({ kind: 'ClusterIssuer', apiVersion: 'cert-manager.io/v1' });
    expect(stag!.manifest!.metadata).to.deep.include({
      name: 'letsencrypt-stag',
      annotations: { 'dokku.com/managed': 'true' },
    });
    expect(stag!.manifest!.spec).to.deep.equal({
      acme: {
        email: 'ops@example.com',
        server: 'https://acme-staging-v02.api.letsencrypt.org/directory',
        privateKeySecretRef: { name: 'letsencrypt-stag' },
        solvers: [{ http01: { ingress: { ingressClassName: 'nginx' } } }],
      },
    });
  });
});

describe('hosts', () => {
  it('have the URLs that are served', () => {
    const settings = {
      domains: ['b.example.com', '*.example.com', 'a.example.com'],
      letsencryptEmails: emails.global,
    };
    expect(urlsOf(release({ cluster, settings }))).to.deep.equal([
      'https://a.example.com',
      'https://b.example.com',
    ]);
    expect(urlsOf(release({ settings: { domains } }))).to.deep.equal(['http://demo.example.com']);
    expect(urlsOf(release())).to.deep.equal([]);
  });
});

describe('the Secret of an imported certificate', () => {
  it('describes its content in labels of valid length', () => {
    const secret = tlsSecretManifest('demo', 'default', { certificate: 'C', key: 'K' });
    expect(secret).to.deep.include({
      type: 'kubernetes.io/tls',
      data: { 'tls.crt': 'Qw==', 'tls.key': 'Sw==' },
    });
    const checksum = certificateChecksum({ certificate: 'C', key: 'K' });
    expect(checksum).to.have.length(56);
    expect(secret.metadata.labels).to.include({
      'dokku.com/cert-source': 'imported',
      'dokku.com/cert-checksum': checksum,
    });
  });
});
