{{/* One process type. Takes a dict of root, name and process. */}}
{{- define "app.deployment" }}
{{- $app := .root.Release.Name }}
{{- $labels := include "app.labels" (dict "app" $app "name" .name) }}
{{- $metadata := .process.metadata | default dict }}
{{- $annotations := include "app.workloadAnnotations" . }}
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ printf "%s-%s" $app .name | quote }}
  namespace: {{ .root.Release.Namespace | quote }}
  labels:
    {{- $labels | nindent 4 }}
    {{- with ($metadata.deployment).labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    {{- $annotations | nindent 4 }}
    app.kubernetes.io/version: {{ .root.Values.deploymentId | quote }}
    dokku.com/release: {{ .root.Values.release | quote }}
    {{- with ($metadata.deployment).annotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  {{- if hasKey .process "replicas" }}
  replicas: {{ .process.replicas }}
  {{- end }}
  revisionHistoryLimit: 5
  {{- with .process.minReadySeconds }}
  minReadySeconds: {{ . }}
  {{- end }}
  {{- with .process.progressDeadlineSeconds }}
  progressDeadlineSeconds: {{ . }}
  {{- end }}
  {{- with .process.strategy }}
  strategy:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  selector:
    matchLabels:
      {{- $labels | nindent 6 }}
  template:
    metadata:
      labels:
        {{- $labels | nindent 8 }}
        {{- with ($metadata.pod).labels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      annotations:
        {{- $annotations | nindent 8 }}
        {{- with .process.restartedAt }}
        dokku.com/restarted-at: {{ . | quote }}
        {{- end }}
        {{- with ($metadata.pod).annotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      {{- if hasKey .process "terminationGracePeriodSeconds" }}
      terminationGracePeriodSeconds: {{ .process.terminationGracePeriodSeconds }}
      {{- end }}
      {{- include "app.podSpec" . | nindent 6 }}
{{- end }}
