import type { RegistryAccess } from '../../build/registry/connect.ts';
import { readRegistryAccess } from '../../build/settings/read-build-settings.ts';
import { helmOf } from '../../cluster/access.ts';
import type { Environment } from '../../core/environment.ts';
import type { ReleaseRef } from '../../helm/arguments.ts';
import type { HelmContext } from '../../helm/context.ts';
import { type ParsedManifest, parseManifest } from '../../helm/manifest.ts';
import { readSettings, readStored } from '../../release/settings/read-settings.ts';
import type { ReleaseSettings } from '../../release/settings/settings.ts';
import type { ReleaseSpec } from '../../release/types.ts';
import type { ReleaseEnd, ReleaseRecord } from '../../state/deploys/release-record.ts';
import type { PropertyReader } from '../../state/property-reader.ts';
import type { Store } from '../../state/store.ts';
import { locations, namesOf } from '../move/release-location.ts';

/** The serving release, with its spec parsed from the record. */
export interface ServingRelease {
  record: ReleaseRecord;
  spec: ReleaseSpec;
  /** Its manifest, parsed on first use. */
  manifest: () => ParsedManifest;
}

export function servingRelease(record: ReleaseRecord): ServingRelease {
  let parsed: ParsedManifest | undefined;
  return {
    record,
    spec: JSON.parse(record.spec),
    manifest: () => (parsed ??= parseManifest(record.manifest)),
  };
}

/**
 * The stored state of an app when its deploy starts. It is read once, under the deploy lock, and every stage uses it.
 * Settings that are stored during the deploy take effect at the next deploy.
 */
export interface DeployFacts {
  /** The properties of the app and the global ones. */
  properties: PropertyReader;
  /** The config vars that containers see: those of the app override the global ones. */
  config: Record<string, string>;
  settings: ReleaseSettings;
  registry: RegistryAccess;
  helm: HelmContext;
  /** The names of the app: two until a rename is finished. */
  names: string[];
  /** Every name and namespace under which objects of the app may exist. */
  locations: ReleaseRef[];
  /** The release that serves when the deploy starts. */
  serving: ServingRelease | undefined;
  /** How the earlier releases ended, newest first. */
  ends: readonly ReleaseEnd[];
  /** The number of the release that this deploy creates. */
  number: number;
}

export function readFacts(
  { store, environment }: { store: Store; environment: Environment },
  app: string,
): DeployFacts {
  const stored = readStored(store, app);
  const { properties } = stored;
  const settings = readSettings(store, app, stored);
  const record = store.releases.current(app);
  const ends = store.releases.ends(app);
  const names = namesOf(properties, app);
  return {
    properties,
    config: stored.config.merged,
    settings,
    registry: readRegistryAccess(properties, environment, app),
    helm: helmOf(environment, properties),
    names,
    locations: locations(names, settings.namespace, ends),
    serving: record && servingRelease(record),
    ends,
    number: (ends[0]?.number ?? 0) + 1,
  };
}
