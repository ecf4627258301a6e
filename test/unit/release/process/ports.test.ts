import { expect } from 'chai';
import fc from 'fast-check';
import { primaryPort } from '../../../../src/release/process/ports.ts';
import { toValues } from '../../../../src/release/values.ts';
import { release } from '../sample.ts';

type Maps = { scheme: string; host: number; container: number }[];

interface WebValues {
  service: { ports: { name: string; port: number; targetPort: string }[] };
  containerPorts: { name: string; containerPort: number }[];
}

const portsOf = (ports: Maps, exposedPorts: { port: number; protocol: 'tcp' | 'udp' }[] = []) =>
  release({ settings: { ports }, image: { exposedPorts } }).processes[0]!;

const maps = (...texts: string[]): Maps =>
  texts.map((text) => {
    const [scheme, host, container] = text.split(':');
    return { scheme: scheme!, host: Number(host), container: Number(container) };
  });

describe('ports of web', () => {
  it('are the mapped ones, else those of EXPOSE, else http:80:5000', () => {
    const numbers = (process: ReturnType<typeof portsOf>) =>
      process.ports.map(({ host, container }) => `${host}:${container}`);
    const exposed = [
      { port: 3000, protocol: 'tcp' as const },
      { port: 53, protocol: 'udp' as const },
    ];
    expect(numbers(portsOf(maps('http:8080:80'), exposed))).to.deep.equal(['8080:80']);
    expect(numbers(portsOf([], exposed))).to.deep.equal(['3000:3000']);
    expect(numbers(portsOf([]))).to.deep.equal(['80:5000']);
  });

  it('are named by their role, so that a Service also finds the pods of the next version', () => {
    const webOf = (...texts: string[]) =>
      (toValues(release({ settings: { ports: maps(...texts) } })) as { processes: { web: WebValues } })
        .processes.web;
    const targets = (web: WebValues) =>
      web.service.ports.map(({ name, targetPort }) => [
        name,
        web.containerPorts.find((port) => port.name === targetPort)?.containerPort,
      ]);
    expect(targets(webOf('http:80:5000', 'http:8080:9000'))).to.deep.equal([
      ['http', 5000],
      ['http-8080', 9000],
    ]);
    expect(targets(webOf('http:80:8080', 'http:8080:8080'))).to.deep.equal([
      ['http', 8080],
      ['http-8080', 8080],
    ]);
    // Without port maps, a new EXPOSE changes the port of the Service, too.
    expect(targets(webOf('http:3000:3000'))).to.deep.equal([['http', 3000]]);
  });

  it('have a primary one: http:80, else https:443, else the lowest', () => {
    expect(portsOf(maps('http:81:1', 'https:443:2', 'http:80:3')).primaryPort).to.equal(3);
    expect(portsOf(maps('http:9000:1', 'http:8000:2')).primaryPort).to.equal(2);
    expect(primaryPort([])).to.equal(undefined);
  });

  it('have a usual port of web servers as the primary one, else the first of EXPOSE', () => {
    const tcp = (...ports: number[]) => ports.map((port) => ({ port, protocol: 'tcp' as const }));
    for (const [exposed, primary] of [
      [[22, 3000], 3000],
      [[22, 2222], 22],
      [[9300, 9200], 9300],
      [[443, 80], 80],
      [[9229, 8080, 3000], 3000],
    ] as const) {
      const { primaryPort: port, portCandidates } = portsOf([], tcp(...exposed));
      expect(port, exposed.join()).to.equal(primary);
      expect(portCandidates).to.deep.equal([...exposed]);
    }
    expect(portsOf([], tcp(9000)).portCandidates).to.equal(undefined);
    const spec = release({
      settings: { domains: ['a.example.com'], certificateNames: ['a.example.com'] },
      image: { exposedPorts: tcp(22, 3000) },
    });
    expect(spec.routing).to.deep.include({ portNumber: 3000, port: 'http' });
  });

  it('follow the config var PORT, which every process sees', () => {
    const with3000 = (more: object = {}) => release({ config: { PORT: '3000' }, ...more }).processes[0]!;
    const exposed = (port: number) => ({ image: { exposedPorts: [{ port, protocol: 'tcp' as const }] } });
    for (const [process, mapped] of [
      [with3000(), ['80:3000']],
      [with3000(exposed(3000)), ['3000:3000']],
      [with3000(exposed(8080)), ['80:3000', '8080:8080']],
      [with3000(exposed(80)), ['80:3000']],
      [with3000({ settings: { ports: maps('http:80:3000') } }), ['80:3000']],
    ] as const) {
      expect(process.ports.map(({ host, container }) => `${host}:${container}`)).to.deep.equal(mapped);
      expect(process.primaryPort).to.equal(3000);
      expect(process.env).to.deep.equal([{ name: 'PORT', value: '3000' }]);
      expect(process.probes.readiness?.tcpSocket?.port).to.equal(3000);
    }
    const several = with3000({ settings: { ports: maps('http:80:8080', 'http:81:3000') } });
    expect(several.primaryPort).to.equal(8080);
    expect(several.env).to.deep.equal([{ name: 'PORT', value: '3000' }]);
  });

  it('refuse a PORT that no port map reaches, or that is not a port', () => {
    const problems = (input: object) => {
      try {
        release(input);
      } catch (error) {
        return (error as { details: string[] }).details;
      }
      return [];
    };
    expect(problems({ config: { PORT: '3000' }, settings: { ports: maps('http:80:8080') } })).to.deep.equal([
      'The config var PORT is 3000, but the port map http:80:8080 sends requests to port 8080 · run: dokku ports:set demo http:80:3000, or unset the variable: dokku config:unset demo PORT',
    ]);
    for (const PORT of ['', 'http', '0', '65536', '3000 '])
      expect(problems({ config: { PORT } })[0])
        .to.contain('must be a number from 1 to 65535')
        .and.contain('config:unset');
  });

  it('give objects that Kubernetes accepts, for any mappings', () => {
    const map = fc.record({
      scheme: fc.constantFrom('http', 'https'),
      host: fc.integer({ min: 1, max: 65535 }),
      container: fc.integer({ min: 1, max: 65535 }),
    });
    fc.assert(
      fc.property(fc.array(map, { minLength: 1, maxLength: 6 }), (given) => {
        const spec = release({ settings: { ports: given } });
        const { web } = (toValues(spec) as { processes: Record<string, WebValues> }).processes;
        if (!web) throw new Error('there is no web process');
        const unique = (values: unknown[]) => expect(new Set(values).size).to.equal(values.length);
        unique(web.service.ports.map(({ port }) => port));
        unique(web.service.ports.map(({ name }) => name));
        unique(web.containerPorts.map(({ containerPort }) => containerPort));
        const names = web.containerPorts.map(({ name }) => name);
        unique(names);
        for (const name of names) expect(name).to.match(/^[a-z][a-z0-9-]{0,14}$/);
        for (const { targetPort } of web.service.ports) expect(names).to.include(targetPort);
      }),
    );
  });
});

describe('the port of a Gateway’s route', () => {
  const portNumber = (ports: { scheme: string; host: number; container: number }[]) =>
    release({
      settings: {
        ports,
        ingressClass: 'gateway',
        domains: ['a.example.com'],
        certificateNames: ['a.example.com'],
      },
    }).routing!.portNumber;

  it('is a plain HTTP port that maps to the primary container port', () => {
    expect(portNumber([])).to.equal(80);
    // Routes of a Gateway name the port by its number, which must not change with the version.
    expect(portNumber([{ scheme: 'http', host: 5000, container: 5000 }])).to.equal(80);
    expect(portNumber([{ scheme: 'https', host: 443, container: 5000 }])).to.equal(80);
    const several = [
      { scheme: 'http', host: 8080, container: 8080 },
      { scheme: 'https', host: 443, container: 3000 },
    ];
    expect(portNumber(several)).to.equal(80);
  });
});
