import { Session } from './transcript.ts';

describe('git:set and git:report', () => {
  let session: Session;
  before(async () => {
    session = new Session();
    await session.run(['apps:create', 'shop']);
  });
  after(() => session.end());

  it('distinguish "no variable for the commit" from "not set"', () =>
    session.play(`
      $ dokku git:report shop --git-rev-env-var
      GIT_REV
      $ dokku git:set --global rev-env-var COMMIT
      =====> Setting rev-env-var to COMMIT
      $ dokku git:report shop --git-rev-env-var
      COMMIT
      $ dokku git:set shop rev-env-var ""
      =====> Setting rev-env-var to
      $ dokku git:report shop --git-rev-env-var
      $ dokku git:set shop rev-env-var
      =====> Unsetting rev-env-var
      $ dokku git:report shop --git-rev-env-var
      COMMIT
    `));
});
