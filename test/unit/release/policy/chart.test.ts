import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { parseManifest } from '../../../../src/helm/manifest.ts';
import type { Manifest } from '../../../../src/kube/types.ts';
import { grantsOf, grantsOfTasks } from '../../../../src/release/policy/grants.ts';
import { kindViolations } from '../../../../src/release/policy/kinds.ts';
import { podSecurityViolations } from '../../../../src/release/policy/pod-security.ts';
import { podTemplates } from '../../../../src/release/policy/pod-templates.ts';
import { podTokenViolations } from '../../../../src/release/policy/tokens.ts';
import type { Level } from '../../../../src/release/policy/violation.ts';

const cases = join(import.meta.dirname, '../../../golden/cases');

describe('the chart', () => {
  for (const name of readdirSync(cases))
    it(`writes what the policy allows: ${name}`, () => {
      const { app = 'sample', settings = {} } = JSON.parse(
        readFileSync(join(cases, name, 'settings.json'), 'utf8'),
      );
      const { podSecurity = 'baseline', serviceAccountToken, dockerOptions = [] } = settings;
      const { ownNamespace = false } = settings;
      const { objects } = parseManifest(readFileSync(join(cases, name, 'expected.yaml'), 'utf8'));
      const tasks = () => grantsOfTasks(dockerOptions);
      const granted = (object: Manifest) =>
        object.kind === 'Job' ? tasks : grantsOf(object, app, dockerOptions);
      const judge = (object: Manifest) => [
        ...(object.metadata.namespace === 'keda'
          ? []
          : kindViolations(object, {
              app,
              kinds: [],
              annotations: [],
              clusterScope: false,
              ownNamespace,
            })),
        ...podTemplates(object).flatMap((pod) => [
          ...podSecurityViolations(pod, podSecurity as Level, granted(object)),
          ...(serviceAccountToken ? [] : podTokenViolations(pod, [app])),
        ]),
      ];
      expect(objects.flatMap(judge)).to.deep.equal([]);
    });
});
