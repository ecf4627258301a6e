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

/** A release that serves, with its spec read from the record. */
export interface ServingRelease {
  record: ReleaseRecord;
  spec: ReleaseSpec;
  /** Its manifest, parsed when it is needed first. */
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
 * What is stored about an app when its deploy begins. It is read once, under the deploy lock, and every stage works
 * with it: what somebody stores meanwhile counts at the next deploy.
 */
export interface DeployFacts {
  /** The properties of the app and the global ones. */
  properties: PropertyReader;
  /** What its containers see: the app's variables over the global ones. */
  config: Record<string, string>;
  settings: ReleaseSettings;
  registry: RegistryAccess;
  helm: HelmContext;
  /** Names that are the app's own: two of them until a rename is finished. */
  names: string[];
  /** Every name and namespace under which something of the app may be. */
  locations: ReleaseRef[];
  /** The release that serves when the deploy begins. */
  serving: ServingRelease | undefined;
  /** How the releases before ended, the newest first. */
  ends: readonly ReleaseEnd[];
  /** The number of the release that this deploy makes. */
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
