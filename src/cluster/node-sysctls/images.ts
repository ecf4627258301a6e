import { GLOBAL } from '../../state/scope.ts';
import type { Store } from '../../state/store.ts';

export const defaultSysctlImages = {
  image: 'busybox:1.36',
  pauseImage: 'registry.k8s.io/pause:3.9',
} as const;

/** The images of the pods: one with `sysctl`, and one that only waits. */
export function sysctlImages({ properties }: Pick<Store, 'properties'>): {
  image: string;
  pauseImage: string;
} {
  const setting = (key: string) => properties.get(GLOBAL, 'scheduler-k3s', key);
  return {
    image: setting('node-sysctls-image') || defaultSysctlImages.image,
    pauseImage: setting('node-sysctls-pause-image') || defaultSysctlImages.pauseImage,
  };
}
