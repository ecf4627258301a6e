import { Failure } from '../core/failure.ts';

/**
 * The app in a repository's path, in the forms that clients write: `app`, `/app`, `app.git`. A path that could leave
 * the folder of the repositories is refused. The function does not check whether the app exists.
 */
export function appOfRepository(path: string): string {
  const name = path
    .replace(/^\//, '')
    .replace(/\/$/, '')
    .replace(/\.git$/, '');
  if (/^[a-z0-9][a-z0-9_.-]*$/.test(name) && !name.includes('..')) return name;
  throw new Failure(`"${path}" is not a repository`, {
    code: 'git.repository-name',
    hint: 'Use the name of the app as the path: git remote add dokku dokku@<host>:<app>',
  });
}
