/**
 * The two parts of Kubernetes' client that the program uses, imported from the files inside the package. For
 * @kubernetes/client-node 2.0.1, whose only entry loads all generated API classes. Without them, loading the client took
 * 28 ms instead of 50 ms in each command with a cluster request. scripts/bundle/kube-client.ts leaves out the rest.
 * test/unit/kube/client-node.test.ts fails when the package has a smaller entry or other files.
 */
export { KubeConfig } from '@kubernetes/client-node/dist/config.js';

/** Loaded when it is needed: most commands never join a container. */
export async function loadWebSocketHandler() {
  const { WebSocketHandler } = await import('@kubernetes/client-node/dist/web-socket-handler.js');
  return WebSocketHandler;
}
