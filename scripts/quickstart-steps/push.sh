# Pushes a sample app from a Git repository of its own.

sample=$state/$app

push_sample() {
  rm -rf "$sample"
  cp -r "$home/test/fixtures/apps/hello" "$sample"
  (
    cd "$sample"
    git init -q -b main
    git config user.name Quickstart
    git config user.email quickstart@localhost
    git config core.sshCommand "ssh -i $key -o IdentitiesOnly=yes -o UserKnownHostsFile=$state/known_hosts -o StrictHostKeyChecking=accept-new"
    git remote add dokku "ssh://dokku@127.0.0.1:$ssh_port/$app"
    git add .
    git commit -q -m "Say hello"
    echo "-----> git push dokku main"
    git push --force dokku main
  )
}

show_answer() {
  port=${DOKKU_ENGINE_HTTP##*:}
  url=http://$app.$DOKKU_ENGINE_DOMAIN
  [ "$port" = 80 ] || url=$url:$port
  echo "=====> $url answers:"
  # Only the cluster's DNS resolves the name, so curl gets the address with --resolve.
  answer=$(curl -fsS --retry 20 --retry-all-errors --retry-delay 1 \
    --resolve "$app.$DOKKU_ENGINE_DOMAIN:$port:$DOKKU_ENGINE_NODE_IP" "$url/")
  echo "       $answer"
  echo
  echo "       Its repository is $sample: change a line, commit, git push dokku main"
  echo "       Try: DOKKU_ROOT=$DOKKU_ROOT bin/dokku logs $app · bin/dokku releases:list $app · scripts/quickstart down"
}

# Deletes the app. Only --keep-engine needs this step: a reset of the cluster deletes the app, too.
remove_sample() {
  eval "$(scripts/engine/engine env)"
  if "$dokku" apps:exists "$app" 2> /dev/null; then "$dokku" --force apps:destroy "$app"; fi
}
