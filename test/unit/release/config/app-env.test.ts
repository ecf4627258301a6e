import { expect } from 'chai';
import { appEnv } from '../../../../src/release/config/app-env.ts';

describe('app.json env', () => {
  const first = { first: true };
  const later = { first: false };

  it('sets missing variables at the first deploy, and keeps existing values', () => {
    const env = { PLAIN: 'a', WITH: { value: 'b' }, SET: 'c', EMPTY: { value: '' } };
    const { values, missing } = appEnv(env, { SET: 'mine' }, first);
    expect(values).to.deep.equal({ PLAIN: 'a', WITH: 'b', EMPTY: '' });
    expect(missing).to.deep.equal([]);
  });

  it('generates a different secret of 64 hex characters each time', () => {
    const env = { SECRET: { generator: 'secret' as const } };
    const [one, two] = [appEnv(env, {}, first), appEnv(env, {}, first)];
    expect(one.values.SECRET).to.match(/^[0-9a-f]{64}$/);
    expect(one.values.SECRET).to.not.equal(two.values.SECRET);
    expect(one.generated).to.deep.equal(['SECRET']);
  });

  it('prefers a value to a generator', () => {
    const { values, generated } = appEnv({ KEY: { value: 'v', generator: 'secret' } }, {}, first);
    expect(values).to.deep.equal({ KEY: 'v' });
    expect(generated).to.deep.equal([]);
  });

  it('names all required variables without a value', () => {
    const env = {
      DATABASE_URL: { description: 'Where the database is' },
      OPTIONAL: { required: false },
      SET: { required: true },
      TOKEN: {},
    };
    expect(appEnv(env, { SET: '' }, first).missing).to.deep.equal([
      {
        key: 'DATABASE_URL',
        description: 'Where the database is',
        required: true,
        generator: undefined,
      },
      { key: 'TOKEN', description: undefined, required: true, generator: undefined },
    ]);
  });

  it('reads the older name "default", and needs no generator for a value that config has', () => {
    const env = { OLD: { default: 'd' }, BOTH: { default: 'd', value: 'v' }, MADE: { generator: 'echo 5' } };
    const { values, missing } = appEnv(env, { MADE: '5' }, first);
    expect(values).to.deep.equal({ OLD: 'd', BOTH: 'v' });
    expect(missing).to.deep.equal([]);
    const optional = { MADE: { generator: 'echo 5', required: false } };
    expect(appEnv(optional, {}, first).missing).to.deep.equal([
      { key: 'MADE', description: undefined, required: false, generator: 'echo 5' },
    ]);
  });

  it('later changes only variables with sync', () => {
    const env = {
      PLAIN: 'a',
      SYNC: { value: 'new', sync: true },
      ROTATED: { generator: 'secret' as const, sync: true },
    };
    const { values, synced } = appEnv(env, { SYNC: 'old' }, later);
    expect(Object.keys(values)).to.deep.equal(['SYNC', 'ROTATED']);
    expect(values.SYNC).to.equal('new');
    expect(synced).to.deep.equal(['SYNC']);
  });
});
