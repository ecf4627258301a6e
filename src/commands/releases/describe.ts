import type { AppSpec } from '../../appspec/types.ts';
import type { BuiltImage } from '../../build/types.ts';
import { unixSeconds } from '../../core/clock.ts';
import { Failure } from '../../core/failure.ts';
import type { ReleaseRecord } from '../../state/deploys/release-record.ts';
import type { Store } from '../../state/store.ts';

/** `v12` or `12` as a number. Throws a Failure for any other text. */
export function releaseNumber(text: string): number {
  const match = text.match(/^v?([1-9]\d{0,8})$/);
  if (match) return Number(match[1]);
  throw new Failure(`"${text}" is not a valid release; releases are named v1, v2, …`, {
    code: 'release.name',
  });
}

export function findRelease(store: Store, app: string, name: string): ReleaseRecord {
  const release = store.releases.find(app, releaseNumber(name));
  if (release) return release;
  throw new Failure(`${app} has no release ${name}`, {
    code: 'release.missing',
    hint: `List the releases: dokku releases:list ${app}`,
  });
}

/** The release as JSON: times in Unix seconds, stages in milliseconds. */
export function releaseAsJson(release: ReleaseRecord): Record<string, unknown> {
  return {
    version: `v${release.number}`,
    app: release.app,
    description: release.description,
    outcome: release.outcome,
    reason: release.reason ?? '',
    author: release.author,
    commit: release.commit ?? '',
    image: (JSON.parse(release.image) as BuiltImage).reference,
    source_files: Object.values((JSON.parse(release.appSpec) as AppSpec).files ?? {}),
    config_hash: release.configHash,
    build: release.build ?? '',
    helm_revision: release.helmRevision ?? null,
    created_at: unixSeconds(new Date(release.createdAt)),
    finished_at: release.finishedAt === undefined ? null : unixSeconds(new Date(release.finishedAt)),
    stages: release.stages,
  };
}
