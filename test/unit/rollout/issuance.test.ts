import { expect } from 'chai';
import { explainIssuance, isIssued, type RelatedObjects } from '../../../src/rollout/issuance/explain.ts';
import type { Certificate } from '../../../src/rollout/issuance/objects.ts';

describe('the reason of a missing certificate', () => {
  let counter = 0;
  /** Returns an object with the owner `owner`, younger than all earlier objects. */
  const object = <S extends object>(kind: string, owner: Certificate | undefined, more: S) => {
    counter += 1;
    const meta = { name: `${kind.toLowerCase()}-${counter}`, namespace: 'default', uid: `uid-${counter}` };
    const time = { creationTimestamp: new Date(counter * 1000).toISOString(), generation: 2 };
    const { apiVersion, metadata } = owner ?? { apiVersion: '', metadata: { name: '', uid: '' } };
    const reference = { apiVersion, kind: '', name: metadata.name, uid: metadata.uid! };
    return {
      apiVersion: 'v1',
      kind,
      metadata: { ...meta, ...time, ownerReferences: owner ? [reference] : [] },
      ...more,
    };
  };
  const condition = (type: string, status: 'True' | 'False', message = '', observedGeneration?: number) => ({
    type,
    status,
    message,
    observedGeneration,
  });
  const spec = { secretName: 'tls-demo-web', issuerRef: { kind: 'ClusterIssuer', name: 'acme' } };
  const certificateWith = (status: Certificate['status']) =>
    object('Certificate', undefined, { spec, status }) as Certificate;
  const ready = certificateWith({ conditions: [condition('Ready', 'True')] });
  const waiting = certificateWith({
    conditions: [
      condition('Issuing', 'True', 'Issuing it'),
      condition('Ready', 'False', 'It does not exist'),
    ],
  });
  const issuer = {
    ...object('ClusterIssuer', undefined, { status: { conditions: [condition('Ready', 'True')] } }),
  };
  issuer.metadata.name = 'acme';

  /** Returns the objects that cert-manager creates for a certificate, down to its challenges. */
  function behind(owner: Certificate, more: Partial<RelatedObjects> = {}) {
    const old = object('CertificateRequest', owner, { status: { conditions: [] } });
    const request = object('CertificateRequest', owner, {
      status: { conditions: [condition('Ready', 'False', 'Waiting for the order')] },
    });
    const order = object('Order', request as never, { status: { state: 'pending' } as { reason?: string } });
    const oldOrder = object('Order', old as never, { status: { state: 'errored', reason: 'long ago' } });
    const challenge = (dnsName: string, state: string, reason = '') =>
      object('Challenge', order as never, { spec: { dnsName, type: 'HTTP-01' }, status: { state, reason } });
    const around: RelatedObjects = {
      requests: [request, old],
      orders: [oldOrder, order],
      challenges: [],
      issuers: [issuer],
      events: [],
      ...more,
    };
    return { request, order, challenge, around };
  }

  it('is empty when the certificate exists, and the Certificate was reconciled since its last change', () => {
    const { around } = behind(ready);
    expect(explainIssuance(ready, around)).to.deep.equal({ state: 'issued', reason: '' });
    expect(isIssued(certificateWith({ conditions: [condition('Ready', 'True', '', 2)] }))).to.equal(true);
    expect(isIssued(certificateWith({ conditions: [condition('Ready', 'True', '', 1)] }))).to.equal(false);
    expect(isIssued(certificateWith(undefined))).to.equal(false);
  });

  it('comes from the challenges that are still open, on one line', () => {
    const { challenge, around } = behind(waiting);
    const challenges = [
      challenge('done.example', 'valid', 'old news'),
      challenge('a.example', 'pending', 'wrong status\n code 404'),
      challenge('b.example', 'pending', 'no such host'),
    ];
    expect(explainIssuance(waiting, { ...around, challenges })).to.deep.equal({
      state: 'pending',
      reason: 'a.example: wrong status code 404 · b.example: no such host',
    });
    expect(explainIssuance(waiting, { ...around, challenges: challenges.slice(0, 1) }).reason).to.equal(
      'Waiting for the order',
    );
    const silent = { ...around, challenges: [challenge('c.example', 'pending')] };
    expect(explainIssuance(waiting, silent).reason).to.equal('c.example: waiting for its HTTP-01 challenge');
  });

  it('comes from the newest order, in its status or only in a warning', () => {
    const { order, around } = behind(waiting);
    const event = object('Event', undefined, {
      involvedObject: { uid: order.metadata.uid },
      message: 'no solver fits',
    });
    expect(explainIssuance(waiting, { ...around, events: [event] }).reason).to.equal('no solver fits');
    order.status.reason = 'accountDoesNotExist';
    expect(explainIssuance(waiting, { ...around, events: [event] }).reason).to.equal('accountDoesNotExist');
  });

  it('comes from the issuer, which is missing or not ready', () => {
    const { around } = behind(waiting, { orders: [] });
    expect(explainIssuance(waiting, { ...around, issuers: [] }).reason).to.equal(
      'ClusterIssuer acme does not exist',
    );
    const broken = { ...issuer, status: { conditions: [condition('Ready', 'False', 'no account')] } };
    expect(explainIssuance(waiting, { ...around, issuers: [broken] }).reason).to.equal(
      'The ClusterIssuer acme is not ready: no account',
    );
  });

  it('comes from the Certificate when it has no request, or was not reconciled', () => {
    const alone = { requests: [], orders: [], challenges: [], issuers: [issuer], events: [] };
    expect(explainIssuance(waiting, alone).reason).to.equal('Issuing it');
    expect(explainIssuance(certificateWith(undefined), alone).reason).to.match(
      /cert-manager has not reconciled/,
    );
  });

  it('is a failure until it is tried again, and a renewal that fails leaves the certificate issued', () => {
    const failure = {
      lastFailureTime: '2026-01-01T00:00:00Z',
      conditions: [condition('Issuing', 'False', 'The order is invalid'), condition('Ready', 'False')],
    };
    const failed = certificateWith(failure);
    const alone = { requests: [], orders: [], challenges: [], issuers: [issuer], events: [] };
    expect(explainIssuance(failed, alone)).to.deep.equal({ state: 'failed', reason: 'The order is invalid' });
    const renewal = certificateWith({
      ...failure,
      conditions: [failure.conditions[0]!, condition('Ready', 'True')],
    });
    expect(explainIssuance(renewal, alone)).to.deep.equal({
      state: 'issued',
      reason: 'The order is invalid',
    });
    const again = certificateWith({ ...failure, conditions: [condition('Issuing', 'True', 'Once more')] });
    expect(explainIssuance(again, alone)).to.deep.equal({ state: 'pending', reason: 'Once more' });
  });
});
