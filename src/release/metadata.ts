export type Labels = Record<string, string>;

export interface ObjectMeta {
  labels?: Labels;
  annotations?: Record<string, string>;
}

export const managed = { 'dokku.com/managed': 'true' } as const;

/** The three labels by which everything finds its pods; selectors consist of exactly these. */
export function fixedLabels(app: string, name: string): Labels {
  return {
    'app.kubernetes.io/instance': `${app}-${name}`,
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/part-of': app,
  };
}
