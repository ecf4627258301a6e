#!/bin/sh
# Replaces what Helm rendered by the manifest that was already customised and validated, so that exactly this is
# stored and applied. Helm's text is read first: it would fail on a closed pipe.
set -eu
cat >/dev/null
# See src/helm/kinds.ts.
for cluster in "$KUBECACHEDIR"/discovery/*; do
  [ ! -e "$cluster/servergroups.json" ] || cp "$DOKKU_KINDS" "$cluster/servergroups.json"
done
exec cat "$DOKKU_FINAL_MANIFEST"
