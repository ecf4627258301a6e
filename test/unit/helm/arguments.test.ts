import { expect } from 'chai';
import * as build from '../../../src/helm/arguments.ts';

const ref = { release: 'demo', namespace: 'team-a' };
const upgrade = build.upgradeArguments(ref, '/charts/app', { valuesFile: '/v.json', description: 'v3' });

const commands = {
  template: build.templateArguments(ref, '/charts/app', '/v.json'),
  upgrade,
  history: build.historyArguments(ref),
  rollback: build.rollbackArguments(ref, 4),
  uninstall: build.uninstallArguments(ref),
};

/** The argument behind a flag. */
const valueAfter = (args: string[], flag: string) => args[args.indexOf(flag) + 1];

describe('arguments of Helm', () => {
  for (const [command, args] of Object.entries(commands)) {
    it(`name the release and its namespace: ${command}`, () => {
      expect(args.slice(0, 2)).to.deep.equal([command, 'demo']);
      expect(valueAfter(args, '--namespace')).to.equal('team-a');
    });

    it(`contain no value of the chart and do not wait for pods: ${command}`, () => {
      expect(args.filter((arg) => /^--(set|wait|atomic|rollback-on-failure)/.test(arg))).to.deep.equal([]);
    });
  }

  it('keep a description with blanks and quotes as one argument', () => {
    const description = 'Set config: "A B" --wait';
    const args = build.upgradeArguments(ref, '/charts/app', { valuesFile: '/v.json', description });
    expect(valueAfter(args, '--description')).to.equal(description);
  });

  it('label each release as ours', () => {
    expect(valueAfter(upgrade, '--labels')).to.equal(build.managedLabel.join('='));
  });

  it('adopt objects of others only when asked to', () => {
    const adopting = build.upgradeArguments(ref, '/charts/app', {
      valuesFile: '/v.json',
      takeOwnership: true,
    });
    expect(upgrade).not.to.contain('--take-ownership');
    expect(adopting).to.contain('--take-ownership');
  });

  it('roll back to the wanted revision, and keep as many revisions as an upgrade does', () => {
    expect(commands.rollback[2]).to.equal('4');
    expect(valueAfter(commands.rollback, '--history-max')).to.equal(valueAfter(upgrade, '--history-max'));
  });
});

describe('arguments of Kustomize', () => {
  it('restrict the folder to files below it', () => {
    const args = build.kustomizeArguments('/w/kustomize');
    expect(args.slice(0, 2)).to.deep.equal(['build', '/w/kustomize']);
    expect(valueAfter(args, '--load-restrictor')).to.equal('LoadRestrictionsRootOnly');
  });
});
