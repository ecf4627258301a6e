import { expect } from 'chai';
import { ExecFailure } from '../../../src/exec/failure.ts';
import { helmFailure } from '../../../src/helm/failure.ts';

const failureOf = (stderr: string) =>
  helmFailure(
    new ExecFailure({
      command: 'helm upgrade',
      stdout: '',
      stderr,
      exitCode: 1,
      signal: undefined,
      timedOut: false,
    }),
  );

describe("helm's complaints", () => {
  it('name the foreign object', () => {
    const failure = failureOf(
      'level=WARN msg="x"\nError: UPGRADE FAILED: unable to continue with update: Service "demo-web" in namespace "default" exists and cannot be imported into the current release: invalid ownership metadata; label validation error: missing key "app.kubernetes.io/managed-by"\n',
    );
    expect(failure.code).to.equal('helm.ownership');
    expect(failure.message).to.equal(
      'Service demo-web in namespace default already exists and is not owned by this release',
    );
    expect(failure.hint[0]).to.equal(
      'Show the owner with: kubectl --namespace default describe service demo-web',
    );
  });

  it("keep Helm's words when the error is unknown", () => {
    const failure = failureOf('level=INFO msg=hello\nError: UPGRADE FAILED: something odd\nmore of it\n');
    expect(failure.message).to.equal('Helm failed: UPGRADE FAILED: something odd');
    expect(failure.details).to.deep.equal(['more of it']);
  });

  it('report a missing cluster', () => {
    const text =
      'Error: Kubernetes cluster unreachable: Get "https://127.0.0.1:1/version": dial tcp 127.0.0.1:1: connect: connection refused';
    expect(failureOf(text).code).to.equal('kube.unreachable');
  });
});
