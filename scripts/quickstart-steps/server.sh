# Starts and stops the SSH server as a background process with a pid file.

pid_file=$state/server.pid

# Returns 0 if the recorded process is still the started server, not another process with the same number.
server_runs() {
  [ -f "$pid_file" ] || return 1
  read -r pid started < "$pid_file"
  [ "$(started_at "$pid")" = "$started" ]
}

# Prints field 22 of /proc/<pid>/stat: the start time of the process, in ticks since boot.
started_at() {
  sed 's/.*) //' "/proc/$1/stat" 2>/dev/null | cut -d ' ' -f 20
}

start_server() {
  # A new bundle needs a new server. Running sessions keep their own processes.
  stop_server
  echo "-----> Starting the server on 127.0.0.1:$ssh_port"
  # A short stop time-out: a session that follows logs would otherwise delay the stop.
  setsid "$dokku" server --ssh-listen "127.0.0.1:$ssh_port" --http-listen off --stop-timeout 10s \
    < /dev/null >> "$state/server.log" 2>&1 &
  pid=$!
  echo "$pid $(started_at "$pid")" > "$pid_file"
  # ssh-keyscan succeeds as soon as the port responds.
  tries=0
  until ssh-keyscan -p "$ssh_port" 127.0.0.1 2>/dev/null | grep -q .; do
    tries=$((tries + 1))
    if ! server_runs || [ "$tries" -gt 100 ]; then
      echo " !     The server did not start; its log is $state/server.log:" >&2
      tail -n 5 "$state/server.log" >&2
      exit 1
    fi
    sleep 0.1
  done
}

stop_server() {
  if server_runs; then
    kill "$pid"
    while server_runs; do sleep 0.1; done
  fi
  rm -f "$pid_file"
}
