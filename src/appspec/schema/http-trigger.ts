/** Defaults of an `http` trigger of KEDA's HTTP add-on, in seconds and requests. */
export const httpDefaults = {
  scale_by: 'request_rate',
  scaledown_period_seconds: '300',
  request_rate_granularity_seconds: '1',
  request_rate_target_value: '100',
  request_rate_window_seconds: '60',
  concurrency_target_value: '100',
} as const;

export type HttpMetadata = Record<keyof typeof httpDefaults, string>;

/** Yields the errors in the metadata of an `http` trigger, by key. */
export function* httpProblems(metadata: Record<string, string>): Generator<[key: string, problem: string]> {
  for (const key of Object.keys(httpDefaults).filter((each) => Object.hasOwn(metadata, each))) {
    if (key === 'scale_by') {
      if (!['request_rate', 'concurrency'].includes(metadata[key]!))
        yield [key, 'must be request_rate or concurrency'];
    } else if (!/^[1-9]\d{0,8}$/.test(metadata[key]!)) yield [key, 'must be a whole number above 0, as text'];
  }
}
