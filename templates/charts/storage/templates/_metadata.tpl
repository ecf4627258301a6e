{{/* Metadata of the claim and the volume. Helm never deletes them: only storage:destroy does. */}}
{{- define "storage.metadata" -}}
labels:
  {{- with .Values.labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  app.kubernetes.io/name: {{ .Values.name | quote }}
  dokku.com/storage-entry: {{ .Values.name | quote }}
annotations:
  {{- with .Values.annotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
  dokku.com/managed: "true"
  helm.sh/resource-policy: keep
{{- end }}
