export type Labels = Record<string, string>;

export interface ObjectMeta {
  labels?: Labels;
  annotations?: Record<string, string>;
}

/** Annotations by which each release marks its objects: they differ from the release before when nothing else does. */
export const releaseMarks = ['app.kubernetes.io/version', 'dokku.com/release'];

export const managed = { 'dokku.com/managed': 'true' } as const;

/** The three labels by which everything finds its pods; selectors consist of exactly these. */
export function fixedLabels(app: string, name: string): Labels {
  return {
    'app.kubernetes.io/instance': `${app}-${name}`,
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/part-of': app,
  };
}
