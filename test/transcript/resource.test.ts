import { Session } from './transcript.ts';

describe('resource:*', () => {
  let session: Session;
  beforeEach(async () => {
    session = new Session();
    await session.run(['apps:create', 'demo']);
  });
  afterEach(() => session.end());

  it('sets, shows, clears and reports limits', () =>
    session.play(`
      $ dokku resource:limit --cpu 500m --memory 512 demo
      =====> Setting resource limits for demo [_default_]
             cpu: 500m
             memory: 512
      $ dokku resource:reserve --memory 1Gi --process-type worker demo
      =====> Setting resource reservations for demo [worker]
             memory: 1Gi
      $ dokku resource:limit demo
      =====> resource limits demo information [_default_]
             cpu: 500m
             memory: 512
      $ dokku resource:report demo
      =====> demo resource information
             resource _default_ limit cpu:    500m
             resource _default_ limit memory: 512
             resource worker reserve memory:  1Gi
      $ dokku resource:limit --cpu clear demo
      =====> Setting resource limits for demo [_default_]
             cpu: cleared
      $ dokku resource:report demo --resource-_default_.limit.memory
      512
    `));

  it('clears limits without touching reservations', () =>
    session.play(`
      $ dokku resource:limit --cpu 1 demo
      =====> Setting resource limits for demo [_default_]
             cpu: 1
      $ dokku resource:limit --cpu 2 --process-type web demo
      =====> Setting resource limits for demo [web]
             cpu: 2
      $ dokku resource:reserve --cpu 1 demo
      =====> Setting resource reservations for demo [_default_]
             cpu: 1
      $ dokku resource:limit-clear --process-type web demo
      =====> Clearing resource limits for demo [web]
      $ dokku resource:limit-clear demo
      =====> Clearing resource limits for demo
      $ dokku resource:report demo
      =====> demo resource information
             resource _default_ reserve cpu: 1
    `));

  it('refuses values that a deploy would refuse, and stores none of them', () =>
    session.play(`
      $ dokku resource:limit --cpu 1 --memory 512m demo
       !     The value "512m" for memory is not a Kubernetes quantity: write 512Mi
       !     To remove the value, use: --memory clear
      [exit 1]
      $ dokku resource:limit --cpu half demo
       !     The value "half" for cpu is not a number of CPUs like 0.5, 500m or 2
       !     To remove the value, use: --cpu clear
      [exit 1]
      $ dokku resource:report demo
      =====> demo resource information
      $ dokku resource:limit --network 5 demo
      =====> Setting resource limits for demo [_default_]
             network: 5
       !     network has no effect: Kubernetes has no limits of network
    `));
});
