{{/* The only container of a process's pods. Takes a dict of root, name and process. */}}
{{- define "app.container" -}}
- name: {{ printf "%s-%s" .root.Release.Name .name | quote }}
  image: {{ .root.Values.image | quote }}
  imagePullPolicy: IfNotPresent
  {{- with .root.Values.workingDir }}
  workingDir: {{ . | quote }}
  {{- end }}
  envFrom:
    - secretRef:
        name: {{ .root.Values.configSecret | quote }}
  {{- /* The values hold these fields in the form of Kubernetes. */}}
  {{- with pick .process "command" "args" "env" "resources" "startupProbe" "readinessProbe" "livenessProbe" "lifecycle" "securityContext" "volumeMounts" }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  {{- with .process.containerPorts }}
  ports:
    {{- toYaml . | nindent 4 }}
  {{- end }}
{{- end }}
