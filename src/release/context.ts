import type { AppSpec } from '../appspec/types.ts';
import type { ImageKind } from '../build/types.ts';
import type { StorageFacts } from './mounts/mount-rules.ts';
import { withOwnMembers } from './own-members.ts';
import type { PodSource } from './routing/network-policy.ts';
import type { ReleaseSettings } from './settings/settings.ts';
import type { Issuer } from './tls/tls.ts';

export interface ReleaseImage {
  /** `repository@sha256:…`. */
  reference: string;
  kind: ImageKind;
  /** Empty if the image sets no working directory. */
  workingDir: string;
  exposedPorts: { port: number; protocol: 'tcp' | 'udp' }[];
}

export interface IssuerFact extends Issuer {
  /** Why the issuer cannot issue certificates at present, quoted from cert-manager. */
  problem: string | undefined;
}

export interface ClusterFacts {
  /** Whether the cluster serves `keda.sh/v1alpha1`. */
  keda: boolean;
  /** Whether the cluster serves `http.keda.sh/v1alpha1`. */
  kedaHttp: boolean;
  /** Whether the cluster serves `cert-manager.io/v1`. */
  certManager: boolean;
  /**
   * The ClusterIssuers, and the Issuers of the app's namespace; absent if the app requests no certificate from an
   * issuer.
   */
  issuers?: IssuerFact[];
  /** Names of the ClusterTriggerAuthentications for every app. */
  triggerAuthentications: string[];
  /** State of the app's claims; absent if the app has no mounts. */
  storage?: StorageFacts;
  /** Whether the GatewayClass of the settings exists; absent if the app uses no Gateway. */
  gatewayClass?: boolean;
  /** The running pods of the ingress controller; absent if none runs, or if the app has no network policy. */
  ingress?: IngressFact;
}

export interface IngressFact {
  pods: PodSource;
  /** The pods have the addresses of their nodes. */
  hostNetwork: boolean;
}

export interface ResolveInput {
  app: string;
  number: number;
  /** Unix seconds as text. */
  deploymentId: string;
  appSpec: AppSpec;
  settings: ReleaseSettings;
  image: ReleaseImage;
  /** The environment variables of the containers. */
  config: Record<string, string>;
  /** Whether registry credentials exist for the app's own pull secret. */
  registryCredentials: boolean;
  /** Features of the cluster beyond Kubernetes itself; absent if the cluster has none. */
  cluster?: ClusterFacts;
}

/** The input of one `resolve`, and the problems and warnings that were found. */
export class ResolveContext {
  readonly input: ResolveInput;
  readonly problems: string[] = [];
  readonly warnings: string[] = [];

  constructor(input: ResolveInput) {
    this.input = withOwnMembers(input);
  }

  /** Records a problem. `fix` is the command that corrects the problem, without the leading `dokku`. */
  problem(what: string, fix: string): void {
    this.#once(this.problems, `${what} · run: dokku ${fix}`);
  }

  /** Records a problem that only another push can correct. */
  sourceProblem(what: string, fix: string): void {
    this.#once(this.problems, `${what} · ${fix}, and push again`);
  }

  warn(text: string): void {
    this.#once(this.warnings, text);
  }

  // A setting for all process types is checked for each of them, but reported once.
  #once(list: string[], text: string): void {
    if (!list.includes(text)) list.push(text);
  }
}
