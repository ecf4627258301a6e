{{/* Labels and annotations of a Gateway and its routes. Takes a dict of root and routes. */}}
{{- define "app.gatewayMetadata" }}
namespace: {{ .root.Release.Namespace | quote }}
labels:
  {{- include "app.labels" (dict "app" .root.Release.Name "name" .routes.process) | nindent 2 }}
  {{- with ((.routes.metadata | default dict).ingress).labels }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
annotations:
  dokku.com/managed: "true"
  {{- with ((.routes.metadata | default dict).ingress).annotations }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
{{- end }}

{{/* A filter that sets headers. Takes a dict of type, field and headers. */}}
{{- define "app.headerFilter" }}
- type: {{ .type }}
  {{ .field }}:
    set:
      {{- range $name, $value := .headers }}
      - name: {{ $name | quote }}
        value: {{ $value | quote }}
      {{- end }}
{{- end }}
