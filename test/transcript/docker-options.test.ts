import { Session } from './transcript.ts';

describe('docker-options:*', () => {
  let session: Session;
  beforeEach(async () => {
    session = new Session();
    await session.run(['apps:create', 'demo']);
  });
  afterEach(() => session.end());

  it('splits several options and keeps quoted values whole', () =>
    session.play(`
      $ dokku docker-options:add demo build,run --build-arg A=1 --build-arg "B=two words"
      $ dokku docker-options:add demo build "--label a=1 --label b='x --y'"
      $ dokku docker-options:list demo --phase build
      --build-arg A=1
      --build-arg B=two words
      --label a=1
      --label b='x --y'
      $ dokku docker-options:list demo --phase run
      --build-arg A=1
      --build-arg B=two words
      $ dokku docker-options:remove demo build --build-arg A=1
      $ dokku docker-options:remove demo build --never-added
      $ dokku docker-options:report demo --docker-options-build
      --build-arg B=two words --label a=1 --label b='x --y'
    `));

  it('accepts --process in the phase deploy, before the app or among the options', () =>
    session.play(`
      $ dokku docker-options:add --process web --process worker demo deploy --cap-add NET_ADMIN
      $ dokku docker-options:add demo deploy --privileged --process=worker
      $ dokku docker-options:report demo
      =====> demo docker-options information
             Docker options build:
             Docker options deploy:
             Docker options deploy web:     --cap-add NET_ADMIN
             Docker options deploy worker:  --cap-add NET_ADMIN --privileged
             Docker options run:
      $ dokku docker-options:clear --process web demo
      -----> Clearing docker-options for demo on phase deploy of web
      $ dokku docker-options:report demo --format json
      {"docker-options-build":"","docker-options-deploy":"","docker-options-deploy.worker":"--cap-add NET_ADMIN --privileged","docker-options-run":"","build":"","deploy":"","deploy.worker":"--cap-add NET_ADMIN --privileged","run":"","build-list":[],"deploy-list":[],"run-list":[],"deploy.worker-list":["--cap-add NET_ADMIN","--privileged"]}
      $ dokku docker-options:clear demo deploy,run
      -----> Clearing docker-options for demo on phase deploy
      -----> Clearing docker-options for demo on phase run
    `));

  it('reports errors', () =>
    session.play(`
      $ dokku docker-options:add demo bild --x
       !     "bild" is not a phase
       !     Phases: build, deploy, run; separate several with commas
      [exit 1]
      $ dokku docker-options:add --process web demo build --x
       !     --process can only be used with the phase deploy
       !     Omit --process, or give deploy as the only phase
      [exit 1]
      $ dokku docker-options:add demo build KEY=value
       !     "KEY=value" is not a docker option: an option begins with a dash
      [exit 1]
      $ dokku docker-options:list demo
       !     Please specify a phase
       !     Add --phase build, deploy or run
      [exit 1]
    `));
});
