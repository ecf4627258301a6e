{{/* The three labels of selectors. Takes a dict of app and name. */}}
{{- define "app.labels" -}}
app.kubernetes.io/instance: {{ printf "%s-%s" .app .name | quote }}
app.kubernetes.io/name: {{ .name | quote }}
app.kubernetes.io/part-of: {{ .app | quote }}
{{- end }}

{{/* Annotations of both the pods and their Deployment. Takes a dict of root and name. */}}
{{- define "app.workloadAnnotations" -}}
dokku.com/builder-type: {{ .root.Values.builderType | quote }}
dokku.com/managed: "true"
kubectl.kubernetes.io/default-container: {{ printf "%s-%s" .root.Release.Name .name | quote }}
{{- end }}

{{/* Traefik's rule for a host; a leading star matches exactly one label. */}}
{{- define "app.traefikRule" -}}
{{- if .wildcard -}}
{{- printf "HostRegexp(`^[^.]+\\.%s$`)" (.domain | trimPrefix "*." | replace "." "\\.") -}}
{{- else -}}
{{- printf "Host(`%s`)" .domain -}}
{{- end -}}
{{- end }}

{{/* Takes a dict of app and name of the Certificate. */}}
{{- define "app.certificateLabels" -}}
app.kubernetes.io/name: {{ .name | quote }}
app.kubernetes.io/part-of: {{ .app | quote }}
{{- end }}
