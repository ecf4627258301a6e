import type { IncomingMessage } from 'node:http';
import { expect } from 'chai';
import { clientAddress, passwordOf } from '../../../src/server/http/basic-auth.ts';
import { routeOf } from '../../../src/server/http/route.ts';

function request(headers: Record<string, string>, remoteAddress = '127.0.0.1'): IncomingMessage {
  return { headers, socket: { remoteAddress } } as unknown as IncomingMessage;
}

describe('routeOf', () => {
  it('recognises the requests of git, with their app', () => {
    const refs = { kind: 'refs', app: 'shop', service: 'upload-pack' };
    expect(routeOf('GET', '/shop/info/refs?service=git-upload-pack')).to.deep.equal(refs);
    expect(routeOf('GET', '/shop.git/info/refs?service=git-upload-pack')).to.deep.equal(refs);
    const pack = { kind: 'pack', app: 'shop', service: 'receive-pack' };
    expect(routeOf('POST', '/shop.git/git-receive-pack')).to.deep.equal(pack);
  });

  it('recognises no other request', () => {
    const others: [string, string][] = [
      ['GET', '/shop/info/refs'],
      ['GET', '/shop/info/refs?service=git-upload-archive'],
      ['POST', '/shop/info/refs?service=git-upload-pack'],
      ['GET', '/shop/git-receive-pack'],
      ['POST', '/shop/git-shell'],
      ['GET', '/shop/HEAD'],
      ['GET', '/../shop/info/refs?service=git-upload-pack'],
      ['GET', '/a/shop/info/refs?service=git-upload-pack'],
      ['GET', '/.empty/info/refs?service=git-receive-pack'],
      ['GET', '/sh%6fp/info/refs?service=git-upload-pack'],
      ['GET', '//info/refs?service=git-upload-pack'],
      ['PUT', '/healthz'],
      ['GET', ''],
    ];
    for (const [method, target] of others)
      expect(routeOf(method, target), `${method} ${target}`).to.equal(undefined);
  });
});

describe('passwordOf', () => {
  const basic = (text: string) => request({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

  it('is the text after the first colon', () => {
    expect(passwordOf(basic('alice:dkt_x'))).to.equal('dkt_x');
    expect(passwordOf(basic(':dkt_x'))).to.equal('dkt_x');
    expect(passwordOf(basic('alice:a:b'))).to.equal('a:b');
  });

  it('is undefined without basic authentication', () => {
    for (const authorization of ['Bearer x', 'Basic', 'Basic !!'])
      expect(passwordOf(request({ authorization }))).to.equal(undefined);
    expect(passwordOf(basic('nocolon'))).to.equal(undefined);
    expect(passwordOf(request({}))).to.equal(undefined);
  });
});

describe('clientAddress', () => {
  it('trusts only a proxy on this machine, and the nearest of several', () => {
    const headers = { 'x-forwarded-for': '203.0.113.9, 198.51.100.7' };
    expect(clientAddress(request(headers))).to.equal('198.51.100.7');
    expect(clientAddress(request(headers, '::ffff:127.0.0.1'))).to.equal('198.51.100.7');
    expect(clientAddress(request(headers, '192.0.2.1'))).to.equal('192.0.2.1');
    expect(clientAddress(request({}))).to.equal('127.0.0.1');
  });
});
