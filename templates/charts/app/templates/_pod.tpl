{{/* The fields that pods of processes and of scheduled tasks share. Takes a dict of root, name and process. */}}
{{- define "app.podSpec" -}}
serviceAccountName: {{ .root.Release.Name | quote }}
automountServiceAccountToken: {{ .root.Values.serviceAccountToken | default false }}
{{- /* Otherwise every process has the addresses of all Services in its environment, and they hide own variables. */}}
enableServiceLinks: false
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . | quote }}
  {{- end }}
{{- end }}
{{- with merge (pick .process "sysctls") (.root.Values.podSecurityContext | default dict) }}
securityContext:
  {{- toYaml . | nindent 2 }}
{{- end }}
containers:
  {{- include "app.container" . | nindent 2 }}
{{- with .process.volumes }}
volumes:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}
