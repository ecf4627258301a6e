#!/bin/sh
# Replaces Helm's rendered manifest with the manifest that is already customised and validated, so that Helm stores and
# applies exactly this manifest. Reads Helm's output first: Helm would fail on a closed pipe.
set -eu
cat >/dev/null
# See src/helm/kinds.ts.
for cluster in "$KUBECACHEDIR"/discovery/*; do
  [ ! -e "$cluster/servergroups.json" ] || cp "$DOKKU_KINDS" "$cluster/servergroups.json"
done
exec cat "$DOKKU_FINAL_MANIFEST"
