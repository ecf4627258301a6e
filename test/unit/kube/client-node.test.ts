import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { KubeConfig, loadWebSocketHandler } from '../../../src/kube/client-node.ts';

const entry = fileURLToPath(import.meta.resolve('@kubernetes/client-node'));

/** Returns the package's files that a file imports, directly or indirectly. */
function graphOf(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const imports = readFileSync(file, 'utf8').matchAll(/^(?:import|export) .*?from '(\.[^']+)'/gm);
  for (const [, path] of imports) graphOf(join(dirname(file), path!), seen);
  return seen;
}

describe("the parts of Kubernetes' client", () => {
  it('are there', async () => {
    expect(new KubeConfig().loadFromString).to.be.a('function');
    expect((await loadWebSocketHandler()).prototype.connect).to.be.a('function');
  });

  it("are far smaller than the client's only entry, which loads all generated classes", () => {
    const models = [...graphOf(entry)].filter((file) => file.includes('/gen/models/'));
    expect(models).to.have.length.above(500);
  });
});
