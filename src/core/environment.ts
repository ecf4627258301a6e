import { join } from 'node:path';

/** The folder with everything of one installation that must survive: a backup is a copy of this folder. */
export interface Environment {
  /** `$DOKKU_ROOT`, default `/var/lib/dokku`. */
  root: string;
  database: string;
  /** Key that seals config values and other secrets in the database. */
  sealKey: string;
  /** Bare repositories, `<app>.git`. */
  repos: string;
  /** Build logs, `<app>/<build id>.log`. */
  builds: string;
  /** Private folders of running deploys. A folder whose owner has died can be deleted. */
  work: string;
  /** Docker client configuration with registry credentials: `config.json` and `apps/<app>/config.json`. */
  docker: string;
  hostKeys: string;
  /** The folder of the installed program: `bin/`, `dist/`, `hooks/`, `templates/`. */
  installation: string;
}

export function environmentFrom(
  variables: Record<string, string | undefined>,
  installation: string,
): Environment {
  const root = variables.DOKKU_ROOT || '/var/lib/dokku';
  return {
    root,
    database: join(root, 'dokku.sqlite'),
    sealKey: join(root, 'seal.key'),
    repos: join(root, 'repos'),
    builds: join(root, 'builds'),
    work: join(root, 'work'),
    docker: join(root, 'docker'),
    hostKeys: join(root, 'host-keys'),
    installation,
  };
}

export function repositoryPath(environment: Environment, app: string): string {
  return join(environment.repos, `${app}.git`);
}

export function buildLogPath(environment: Environment, app: string, build: string): string {
  return join(environment.builds, app, `${build}.log`);
}
