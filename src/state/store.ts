import type { Environment } from '../core/environment.ts';
import { Audit } from './access/audit.ts';
import { Grants } from './access/grants.ts';
import { Keys } from './access/keys.ts';
import { Tokens } from './access/tokens.ts';
import { Apps } from './apps/apps.ts';
import { Config } from './apps/config.ts';
import { DockerOptions } from './apps/docker-options.ts';
import { Domains } from './apps/domains.ts';
import { Mounts } from './apps/mounts.ts';
import { Ports } from './apps/ports.ts';
import { Resources } from './apps/resources.ts';
import { Scale } from './apps/scale.ts';
import { type Database, openDatabase } from './database.ts';
import { Builds } from './deploys/builds.ts';
import { Images } from './deploys/images.ts';
import { Locks } from './deploys/locks.ts';
import { Releases } from './deploys/releases.ts';
import { Properties } from './properties.ts';
import { Seal } from './seal.ts';
import { Secrets } from './secrets.ts';
import { StorageEntries } from './storage-entries.ts';

/** All data that the processes of one installation share, with one repository for each aggregate. */
export class Store {
  readonly apps: Apps;
  readonly properties: Properties;
  readonly config: Config;
  readonly domains: Domains;
  readonly ports: Ports;
  readonly scale: Scale;
  readonly dockerOptions: DockerOptions;
  readonly resources: Resources;
  readonly secrets: Secrets;
  readonly locks: Locks;
  readonly builds: Builds;
  readonly images: Images;
  readonly releases: Releases;
  readonly keys: Keys;
  readonly tokens: Tokens;
  readonly grants: Grants;
  readonly audit: Audit;
  readonly storageEntries: StorageEntries;
  readonly mounts: Mounts;
  readonly #database: Database;

  constructor(database: Database, seal: () => Seal) {
    this.#database = database;
    this.apps = new Apps(database);
    this.properties = new Properties(database);
    this.config = new Config(database, seal);
    this.domains = new Domains(database);
    this.ports = new Ports(database);
    this.scale = new Scale(database);
    this.dockerOptions = new DockerOptions(database);
    this.resources = new Resources(database);
    this.secrets = new Secrets(database, seal);
    this.locks = new Locks(database);
    this.builds = new Builds(database);
    this.images = new Images(database);
    this.releases = new Releases(database, seal);
    this.keys = new Keys(database);
    this.tokens = new Tokens(database);
    this.grants = new Grants(database);
    this.audit = new Audit(database);
    this.storageEntries = new StorageEntries(database);
    this.mounts = new Mounts(database);
  }

  static open(environment: Environment): Store {
    let seal: Seal | undefined;
    return new Store(openDatabase(environment.database), () => (seal ??= Seal.open(environment.sealKey)));
  }

  /** Runs several changes in one transaction: all of them apply, or none. */
  transaction<T>(body: () => T): T {
    return this.#database.transaction(body);
  }

  close(): void {
    this.#database.close();
  }
}
