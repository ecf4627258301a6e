import type { AppSpec } from '../appspec/types.ts';
import type { ImageKind } from '../build/types.ts';
import type { StorageFacts } from './mounts/mount-rules.ts';
import type { ReleaseSettings } from './settings/settings.ts';
import type { Issuer } from './tls/tls.ts';

export interface ReleaseImage {
  /** `repository@sha256:…`. */
  reference: string;
  kind: ImageKind;
  /** Empty when the image has none. */
  workingDir: string;
  exposedPorts: { port: number; protocol: 'tcp' | 'udp' }[];
}

export interface IssuerFact extends Issuer {
  /** Why it cannot issue at present, in cert-manager's words. */
  problem: string | undefined;
}

export interface ClusterFacts {
  /** It serves `keda.sh/v1alpha1`. */
  keda: boolean;
  /** It serves `http.keda.sh/v1alpha1`. */
  kedaHttp: boolean;
  /** It serves `cert-manager.io/v1`. */
  certManager: boolean;
  /** Its ClusterIssuers, and the Issuers of the app's namespace; absent when no certificate is wanted of them. */
  issuers?: IssuerFact[];
  /** Names of its ClusterTriggerAuthentications. */
  triggerAuthentications: string[];
  /** About the claims of the app; absent when it mounts none. */
  storage?: StorageFacts;
  /** Whether the GatewayClass of the settings exists; absent when no Gateway is wanted. */
  gatewayClass?: boolean;
}

export interface ResolveInput {
  app: string;
  number: number;
  /** Unix seconds as text. */
  deploymentId: string;
  appSpec: AppSpec;
  settings: ReleaseSettings;
  image: ReleaseImage;
  /** The variables that containers see. */
  config: Record<string, string>;
  /** Whether there are registry credentials for a pull secret of the app's own. */
  registryCredentials: boolean;
  /** What the cluster can do besides Kubernetes itself; absent: nothing. */
  cluster?: ClusterFacts;
}

/** The input of one resolve, with the list in which everything that is wrong with the settings is collected. */
export class ResolveContext {
  readonly input: ResolveInput;
  readonly problems: string[] = [];
  readonly warnings: string[] = [];

  constructor(input: ResolveInput) {
    this.input = input;
  }

  /** `fix` is the command that corrects it, without the leading `dokku`. */
  problem(what: string, fix: string): void {
    this.#once(this.problems, `${what} · correct it with: dokku ${fix}`);
  }

  /** What only a push can correct. */
  sourceProblem(what: string, fix: string): void {
    this.#once(this.problems, `${what} · ${fix}, and push again`);
  }

  warn(text: string): void {
    this.#once(this.warnings, text);
  }

  // Settings that hold for every process type are looked at for each of them.
  #once(list: string[], text: string): void {
    if (!list.includes(text)) list.push(text);
  }
}
