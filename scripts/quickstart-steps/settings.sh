# Stores the addresses of the cluster, the registry and BuildKit, and adds an SSH key for the current user.

key=$state/id_ed25519

apply_settings() {
  # `down` may remove only a folder that this script created.
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
