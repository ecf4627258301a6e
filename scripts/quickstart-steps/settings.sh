# Tells the receiver where the cluster, the registry and BuildKit are, and lets this user's own key in.

key=$state/id_ed25519

apply_settings() {
  # Only a folder that this script filled may be removed by `down`.
  [ -f "$DOKKU_ROOT/dokku.sqlite" ] || touch "$state/made-here"
  "$dokku" --quiet scheduler-k3s:set --global kubeconfig-path "$KUBECONFIG"
  "$dokku" --quiet registry:set --global server "http://$DOKKU_ENGINE_REGISTRY"
  "$dokku" --quiet registry:set --global push-on-release true
  "$dokku" --quiet builder:set --global buildkit-address "$DOKKU_ENGINE_BUILDKIT"
  "$dokku" --quiet domains:set-global "$DOKKU_ENGINE_DOMAIN"
  [ -f "$key" ] || ssh-keygen -q -t ed25519 -N '' -C quickstart -f "$key"
  if ! "$dokku" ssh-keys:list quickstart > /dev/null 2>&1; then
    "$dokku" ssh-keys:add quickstart "$key.pub" > /dev/null
  fi
}
