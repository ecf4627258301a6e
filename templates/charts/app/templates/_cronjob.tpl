{{/* One scheduled task. Takes a dict of root, suffix and task. */}}
{{- define "app.cronjob" }}
{{- $app := .root.Release.Name }}
{{- $name := printf "%s-cron-%s" $app .suffix }}
{{- $labels := include "app.cronLabels" (dict "app" $app "name" $name "task" .task) }}
{{- $metadata := .task.metadata | default dict }}
{{- $annotations := include "app.cronAnnotations" . }}
apiVersion: batch/v1
kind: CronJob
metadata:
  name: {{ $name | quote }}
  namespace: {{ .root.Release.Namespace | quote }}
  labels:
    {{- $labels | nindent 4 }}
    {{- with ($metadata.cronjob).labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    {{- $annotations | nindent 4 }}
    {{- with ($metadata.cronjob).annotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  schedule: {{ .task.schedule | quote }}
  timeZone: Etc/UTC
  concurrencyPolicy: {{ .task.concurrencyPolicy | quote }}
  suspend: {{ .task.suspend }}
  startingDeadlineSeconds: 60
  # The last runs of each kind stay, with their logs, until the next one. A time to live would delete them.
  successfulJobsHistoryLimit: 1
  failedJobsHistoryLimit: 1
  jobTemplate:
    metadata:
      labels:
        {{- $labels | nindent 8 }}
        {{- with ($metadata.job).labels }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
      annotations:
        {{- $annotations | nindent 8 }}
        {{- with ($metadata.job).annotations }}
        {{- toYaml . | nindent 8 }}
        {{- end }}
    spec:
      backoffLimit: 0
      podReplacementPolicy: Failed
      activeDeadlineSeconds: 86400
      template:
        metadata:
          labels:
            {{- $labels | nindent 12 }}
            {{- with ($metadata.pod).labels }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
          annotations:
            {{- $annotations | nindent 12 }}
            {{- with ($metadata.pod).annotations }}
            {{- toYaml . | nindent 12 }}
            {{- end }}
        spec:
          restartPolicy: Never
          {{- include "app.podSpec" (dict "root" .root "name" "cron" "process" .task) | nindent 10 }}
{{- end }}

{{/* Takes a dict of app, name of the CronJob and task. */}}
{{- define "app.cronLabels" -}}
app.kubernetes.io/instance: {{ .name | quote }}
app.kubernetes.io/name: cron
app.kubernetes.io/part-of: {{ .app | quote }}
dokku.com/cron-hash: {{ .task.hash | quote }}
{{- end }}

{{/* Takes a dict of root, suffix and task. */}}
{{- define "app.cronAnnotations" -}}
{{ include "app.workloadAnnotations" (dict "root" .root "name" "cron") }}
app.kubernetes.io/version: {{ .root.Values.deploymentId | quote }}
dokku.com/cron-hash: {{ .task.hash | quote }}
dokku.com/cron-id: {{ .task.id | quote }}
dokku.com/job-suffix: {{ .suffix | quote }}
{{- end }}
