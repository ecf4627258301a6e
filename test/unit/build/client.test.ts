import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { parseChallenge } from '../../../src/build/registry/authenticate.ts';
import { RegistryClient } from '../../../src/build/registry/client.ts';
import type { Credentials } from '../../../src/build/registry/credentials.ts';
import { fetchConfigBlob, fetchImageConfig, resolveDigest } from '../../../src/build/registry/manifest.ts';
import { parseReference } from '../../../src/build/registry/reference.ts';
import { failureOf } from './failing.ts';

const digest = `sha256:${'b'.repeat(64)}`;
const me = { username: 'me', password: 'secret', identityToken: undefined };

describe('RegistryClient', () => {
  let server: Server;
  let host: string;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const seen: string[] = [];

  before((done) => {
    server = createServer((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers.authorization ?? '-'}`);
      answer(request, response);
    }).listen(0, '127.0.0.1', () => {
      host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      done();
    });
  });
  beforeEach(() => {
    seen.length = 0;
  });
  after(() => server.close());

  const client = (credentials: Credentials | undefined = undefined) =>
    new RegistryClient(host, { insecure: true, credentials, timeout: 60_000 });
  const reference = () => ({ host, path: 'team/app', tag: '1', digest: undefined });

  /** A registry that requires a token, and its token service. */
  const tokenRegistry = (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith('/token')) {
      const allowed =
        request.headers.authorization === `Basic ${Buffer.from('me:secret').toString('base64')}`;
      response.statusCode = allowed ? 200 : 401;
      return response.end(
        JSON.stringify(allowed ? { token: 'tkn' } : { details: 'incorrect username or password' }),
      );
    }
    if (request.headers.authorization === 'Bearer tkn') {
      response.setHeader('docker-content-digest', digest);
      return response.end();
    }
    response.statusCode = 401;
    response.setHeader(
      'www-authenticate',
      `Bearer realm="http://${host}/token",service="reg",scope="ignored"`,
    );
    response.end();
  };

  it('exchanges the login for a token with the smallest scope, and keeps the token', async () => {
    answer = tokenRegistry;
    const one = client(me);
    expect(await resolveDigest(one, reference())).to.equal(digest);
    expect(await resolveDigest(one, reference())).to.equal(digest);
    const basic = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    expect(seen).to.deep.equal([
      'HEAD /v2/team/app/manifests/1 -',
      `GET /token?service=reg&scope=repository%3Ateam%2Fapp%3Apull ${basic}`,
      'HEAD /v2/team/app/manifests/1 Bearer tkn',
      'HEAD /v2/team/app/manifests/1 Bearer tkn',
    ]);
  });

  it('reports a refused login in the words of the registry', async () => {
    answer = tokenRegistry;
    const failure = await failureOf(() => resolveDigest(client({ ...me, password: 'wrong' }), reference()));
    expect(failure.code).to.equal('registry.unauthorized');
    expect(failure.details.join()).to.contain('incorrect username or password');
    expect(failure.hint.join()).to.contain('dokku registry:login');
  });

  it('answers a basic challenge only when it has a login', async () => {
    answer = (request, response) => {
      if (request.headers.authorization) response.setHeader('docker-content-digest', digest);
      else response.statusCode = 401;
      if (!request.headers.authorization) response.setHeader('www-authenticate', 'Basic realm="r"');
      response.end();
    };
    expect(await resolveDigest(client(me), reference())).to.equal(digest);
    expect((await failureOf(() => resolveDigest(client(), reference()))).code).to.equal(
      'registry.unauthorized',
    );
  });

  it('never sends a login unencrypted, even when a registry with TLS asks for that', async () => {
    const secure = new RegistryClient(host, { insecure: false, credentials: me });
    answer = tokenRegistry;
    // The server does not use TLS, so the request fails before any header is sent.
    expect((await failureOf(() => resolveDigest(secure, reference()))).code).to.equal('registry.unreachable');
    expect(seen).to.deep.equal([]);
  });

  for (const [status, code] of [
    [403, 'registry.unauthorized'],
    [429, 'registry.rate-limited'],
    [503, 'registry.refused'],
  ] as const) {
    it(`reports ${code} for HTTP ${status}`, async () => {
      answer = (_request, response) => {
        response.statusCode = status;
        response.end('{"errors":[{"code":"X","message":"because"}]}');
      };
      const failure = await failureOf(() =>
        client(me).request('team/app/manifests/1', { repository: 'team/app', what: 'team/app' }),
      );
      expect(failure.code).to.equal(code);
      expect(failure.details).to.deep.equal([`HTTP ${status}: because`]);
    });
  }

  it('distinguishes a missing image from a missing registry', async () => {
    answer = (_request, response) => {
      response.statusCode = 404;
      response.end();
    };
    expect(await resolveDigest(client(), reference())).to.equal(undefined);
    const nobody = new RegistryClient('127.0.0.1:9', { insecure: true, credentials: undefined });
    expect((await failureOf(() => resolveDigest(nobody, reference()))).code).to.equal('registry.unreachable');
  });

  it('gives up on a registry that does not answer', async () => {
    answer = () => {};
    const hasty = new RegistryClient(host, { insecure: true, credentials: undefined, timeout: 100 });
    expect((await failureOf(() => resolveDigest(hasty, reference()))).code).to.equal('registry.unreachable');
    server.closeAllConnections();
  });

  it('reports a response that breaks off, never ends or is not from a registry', async () => {
    const hasty = new RegistryClient(host, { insecure: true, credentials: undefined, timeout: 300 });
    const patient = client();
    const bodies: [
      (response: ServerResponse) => void,
      code: string,
      detail: RegExp,
      registry: RegistryClient,
    ][] = [
      [
        (response) => response.end('<html>Welcome to the wireless network</html>'),
        'refused',
        /not JSON/,
        patient,
      ],
      [
        (response) => response.write('{"config":', () => response.destroy()),
        'unreachable',
        /connection was closed/,
        patient,
      ],
      [(response) => void response.write('{"config":'), 'unreachable', /time/, hasty],
    ];
    for (const [body, code, detail, registry] of bodies) {
      answer = (_request, response) => body(response.writeHead(200, { 'content-length': 44 }));
      const failure = await failureOf(() => fetchImageConfig(registry, reference(), 'amd64'));
      expect(failure.code).to.equal(`registry.${code}`);
      expect(failure.details.join()).to.match(detail);
    }
    server.closeAllConnections();
  });

  it('limits the size of a response', async () => {
    answer = (_request, response) => response.end(Buffer.alloc(17 * 1024 * 1024, ' '));
    const failure = await failureOf(() => fetchImageConfig(client(), reference(), 'amd64'));
    expect(failure.code).to.equal('registry.unreachable');
    expect(failure.details.join()).to.contain('more than 16777216 bytes');
  });

  it('follows a redirect, and does not send the login to another host', async () => {
    const elsewhere = createServer((request, response) => {
      seen.push(`elsewhere ${request.method} ${request.url} ${request.headers.authorization ?? '-'}`);
      response.end('{"architecture":"amd64"}');
    }).listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const { port } = elsewhere.address() as AddressInfo;
    const basic = `Basic ${Buffer.from('me:secret').toString('base64')}`;
    answer = (request, response) => {
      response.statusCode = request.headers.authorization ? 307 : 401;
      response.setHeader('www-authenticate', 'Basic realm="r"');
      const here = request.url!.endsWith('sha256:cfg');
      response.setHeader('location', here ? '../moved' : `http://127.0.0.1:${port}/layer`);
      response.end();
    };
    try {
      expect(await fetchConfigBlob(client(me), reference(), 'sha256:cfg')).to.deep.equal({
        architecture: 'amd64',
      });
    } finally {
      elsewhere.close();
    }
    expect(seen).to.deep.equal([
      'GET /v2/team/app/blobs/sha256:cfg -',
      `GET /v2/team/app/blobs/sha256:cfg ${basic}`,
      `GET /v2/team/app/moved ${basic}`,
      'elsewhere GET /layer -',
    ]);
  });

  describe('with TLS, sent to an address without TLS', () => {
    const inner = createServer((request, response) => {
      seen.push(`inner ${request.url}`);
      response.end('{"token":"secret of the inner service"}');
    });
    let registry: https.Server;
    let leak: (response: ServerResponse, address: string) => void;
    before(async () => {
      const { key, cert } = certificate();
      https.globalAgent.options.ca = cert;
      const { port } = await listening(inner);
      registry = https.createServer({ key, cert }, (_, response) => {
        leak(response, `http://127.0.0.1:${port}/metadata`);
        response.end();
      });
      await listening(registry);
    });
    after(() => {
      https.globalAgent.options.ca = undefined;
      registry.close();
      inner.close();
    });
    const ask = () => {
      const { port } = registry.address() as AddressInfo;
      const secure = new RegistryClient(`localhost:${port}`, { insecure: false, credentials: undefined });
      return failureOf(() => resolveDigest(secure, parseReference(`localhost:${port}/app:v1`)));
    };

    it('does not ask a token service there, also without a login', async () => {
      leak = (response, address) => {
        response.statusCode = 401;
        response.setHeader('www-authenticate', `Bearer realm="${address}"`);
      };
      expect((await ask()).details.join()).to.contain('does not use TLS');
      expect(seen).to.deep.equal([]);
    });

    it('does not follow a redirect there', async () => {
      leak = (response, address) => response.writeHead(307, { location: address });
      expect((await ask()).details.join()).to.contain('a redirect to an address without TLS');
      expect(seen).to.deep.equal([]);
    });
  });

  it('stops at a redirect to itself', async () => {
    answer = (_request, response) => response.writeHead(302, { location: '' }).end();
    const failure = await failureOf(() => resolveDigest(client(), reference()));
    expect(failure.details.join()).to.contain('more than 5 redirects');
    expect(seen).to.have.length(6);
  });

  it('reports a token service that returns no token', async () => {
    for (const said of ['no JSON', '{}']) {
      answer = (request, response) => {
        if (request.url?.startsWith('/token')) response.end(said);
        else tokenRegistry(request, response);
      };
      const failure = await failureOf(() => resolveDigest(client(me), reference()));
      expect(failure.code).to.equal('registry.refused');
    }
  });

  it('reports a challenge without a token service', async () => {
    for (const realm of ['', 'realm="nowhere"']) {
      answer = (_request, response) =>
        response.writeHead(401, { 'www-authenticate': `Bearer ${realm}` }).end();
      for (const login of [me, { ...me, identityToken: 'of-me' }]) {
        const failure = await failureOf(() => resolveDigest(client(login), reference()));
        expect(failure.code).to.equal('registry.refused');
        expect(failure.details.join()).to.match(/names no token service/);
      }
    }
  });

  it('selects the image of the wanted architecture from an index', async () => {
    const files: Record<string, unknown> = {
      '/v2/team/app/manifests/1': {
        manifests: [
          { digest: 'sha256:arm', platform: { os: 'linux', architecture: 'arm64' } },
          { digest: 'sha256:amd', platform: { os: 'linux', architecture: 'amd64' } },
        ],
      },
      '/v2/team/app/manifests/sha256:amd': { config: { digest: 'sha256:cfg' } },
      '/v2/team/app/blobs/sha256:cfg': { architecture: 'amd64', config: { WorkingDir: '/amd' } },
    };
    answer = (request, response) => response.end(JSON.stringify(files[request.url!]));
    expect((await fetchImageConfig(client(), reference(), 'amd64')).config?.WorkingDir).to.equal('/amd');
    const failure = await failureOf(() => fetchImageConfig(client(), reference(), 's390x'));
    expect(failure.message).to.contain('has no image for linux/s390x');
    expect(failure.details).to.deep.equal(['Architectures of the image: arm64, amd64']);
  });
});

describe('parseChallenge', () => {
  it('reads quoted and bare parameters, commas inside quotes included', () => {
    expect(
      parseChallenge('Bearer realm="https://a/t",service=reg,scope="repository:a:pull,push"'),
    ).to.deep.equal({
      scheme: 'bearer',
      parameters: { realm: 'https://a/t', service: 'reg', scope: 'repository:a:pull,push' },
    });
  });
});

async function listening(server: Server | https.Server): Promise<AddressInfo> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server.address() as AddressInfo;
}

/** A certificate for localhost that nobody else trusts. */
function certificate(): { key: string; cert: string } {
  const words = 'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=localhost';
  const pem = execFileSync(
    'openssl',
    [...words.split(' '), '-addext', 'subjectAltName=DNS:localhost', '-keyout', '-', '-out', '-'],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  const [key = '', cert = ''] = pem.match(/-----BEGIN [\s\S]*?-----END [A-Z ]+-----\n/g) ?? [];
  return { key, cert };
}
