import type { Migration } from '../migrate.ts';

// The maximum number of pods for the process type's autoscaler in the serving release. NULL: no autoscaler scales the
// process type.
export const maxPods: Migration = {
  version: 5,
  name: 'max-pods',
  sql: `
    ALTER TABLE scale ADD COLUMN max_pods INTEGER;
    UPDATE scale SET max_pods = (
      SELECT json_extract(process.value, '$.autoscaling.scaling.maxReplicaCount')
      FROM releases, json_each(releases.spec, '$.processes') AS process
      WHERE releases.app = scale.app
        AND json_extract(process.value, '$.name') = scale.process
        AND releases.number = (
          SELECT max(number) FROM releases AS served
          WHERE served.app = scale.app AND served.outcome = 'succeeded' AND json_valid(served.spec)
        )
    );
  `,
};
