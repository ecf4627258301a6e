import { Failure } from '../core/failure.ts';

/**
 * The app that a repository's path names, as clients write it: `app`, `/app`, `app.git`. Anything that could leave
 * the folder of the repositories is refused; whether the app exists is not looked at.
 */
export function appOfRepository(path: string): string {
  const name = path
    .replace(/^\//, '')
    .replace(/\/$/, '')
    .replace(/\.git$/, '');
  if (/^[a-z0-9][a-z0-9_.-]*$/.test(name) && !name.includes('..')) return name;
  throw new Failure(`"${path}" is not a repository`, {
    code: 'git.repository-name',
    hint: 'The repository of an app has its name: git remote add dokku dokku@<host>:<app>',
  });
}
