import type { Migration } from '../migrate.ts';

// The most pods that the autoscaler of the serving release may run for a process type. NULL: no autoscaler scales it.
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
