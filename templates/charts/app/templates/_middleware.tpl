{{/* A Middleware up to its spec. Takes a dict of root, routes and suffix. */}}
{{- define "app.middleware" }}
{{- $name := printf "%s-%s-%s" .root.Release.Name .routes.process .suffix }}
{{- $metadata := (.routes.metadata | default dict).middleware | default dict }}
apiVersion: traefik.io/v1alpha1
kind: Middleware
metadata:
  name: {{ $name | quote }}
  namespace: {{ .root.Release.Namespace | quote }}
  labels:
    app.kubernetes.io/instance: {{ $name | quote }}
    app.kubernetes.io/name: {{ .routes.process | quote }}
    app.kubernetes.io/part-of: {{ .root.Release.Name | quote }}
    {{- with $metadata.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    dokku.com/managed: "true"
    {{- with $metadata.annotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
{{- end }}
