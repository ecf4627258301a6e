import { expect } from 'chai';
import * as build from '../../../src/helm/arguments.ts';

const ref = { release: 'demo', namespace: 'team-a' };

describe('arguments of helm and kustomize', () => {
  it('render a chart', () => {
    expect(build.templateArguments(ref, '/charts/app', '/work/values.json').join(' ')).to.equal(
      'template demo /charts/app --namespace team-a --values /work/values.json --skip-tests',
    );
  });

  it('install or upgrade without waiting', () => {
    const args = build.upgradeArguments(ref, '/charts/app', { valuesFile: '/v.json', description: 'v3' });
    expect(args.join(' ')).to.equal(
      'upgrade demo /charts/app --install --namespace team-a --values /v.json --post-renderer final-manifest ' +
        '--history-max 10 --server-side=true --force-conflicts --disable-openapi-validation --cleanup-on-fail --hide-notes ' +
        '--labels dokku.com/managed=true --description v3',
    );
    const adopting = build.upgradeArguments(ref, '/charts/app', {
      valuesFile: '/v.json',
      takeOwnership: true,
    });
    expect(adopting.join(' ')).to.contain(' --labels dokku.com/managed=true --take-ownership');
  });

  it('read the history, roll back and remove', () => {
    expect(build.historyArguments(ref).join(' ')).to.equal('history demo --namespace team-a --output json');
    expect(build.rollbackArguments(ref, 4).join(' ')).to.equal(
      'rollback demo 4 --namespace team-a --history-max 10 --server-side=true --force-conflicts --cleanup-on-fail',
    );
    expect(build.uninstallArguments(ref).join(' ')).to.equal(
      'uninstall demo --namespace team-a --ignore-not-found',
    );
  });

  it('build a folder without network and remote bases', () => {
    expect(build.kustomizeArguments('/w/kustomize').join(' ')).to.equal(
      'build /w/kustomize --load-restrictor LoadRestrictionsRootOnly',
    );
  });
});
