{{/* All hosts on one of Traefik's entry points. Takes a dict of root, routes and entryPoint. A secure
     entry point has one route for each Secret; `imported` selects the hosts with the imported certificate. */}}
{{- define "app.ingressRoute" }}
{{- $app := .root.Release.Name }}
{{- $secure := eq .entryPoint "websecure" }}
{{- $imported := .imported | default false }}
{{- $service := printf "%s-%s" $app .routes.process }}
{{- $metadata := (.routes.metadata | default dict).route | default dict }}
apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata:
  name: {{ printf "%s-%s%s" $service .routes.port (ternary (ternary "-websecure-imported" "-websecure" $imported) "" $secure) | quote }}
  namespace: {{ .root.Release.Namespace | quote }}
  labels:
    {{- include "app.labels" (dict "app" $app "name" .routes.process) | nindent 4 }}
    {{- with $metadata.labels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  annotations:
    dokku.com/managed: "true"
    {{- with $metadata.annotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  entryPoints:
    - {{ .entryPoint }}
  routes:
    {{- range .routes.hosts }}
    {{- if or (not $secure) (and .tls (eq (.imported | default false) $imported)) }}
    - kind: Rule
      match: {{ include "app.traefikRule" . | quote }}
      {{- if .wildcard }}
      # Exact hosts have a higher priority.
      priority: 1
      {{- end }}
      middlewares:
        - name: {{ printf "%s-compression" $service | quote }}
        {{- if and .tls (not $secure) }}
        - name: {{ printf "%s-redirect-to-https" $service | quote }}
        {{- else }}
        {{- if and $secure $.routes.hsts }}
        - name: {{ printf "%s-hsts" $service | quote }}
        {{- end }}
        {{- range $suffix, $_ := $.routes.middlewares }}
        - name: {{ printf "%s-%s" $service $suffix | quote }}
        {{- end }}
        {{- end }}
      {{- if hasKey $.routes "accessLog" }}
      observability:
        accessLogs: {{ $.routes.accessLog }}
      {{- end }}
      services:
        {{- if $.routes.interceptor }}
        # Traefik refuses ExternalName by default, so the route names the interceptor in its own namespace.
        - name: keda-add-ons-http-interceptor-proxy
          namespace: keda
          passHostHeader: true
          port: 8080
        {{- else }}
        - name: {{ $service | quote }}
          namespace: {{ $.root.Release.Namespace | quote }}
          passHostHeader: true
          port: {{ $.routes.port | quote }}
        {{- end }}
          scheme: http
          {{- if $.routes.transport }}
          serversTransport: {{ $service | quote }}
          {{- end }}
    {{- end }}
    {{- end }}
  {{- if $secure }}
  tls:
    secretName: {{ ternary .routes.tls.importedSecretName .routes.tls.secretName $imported | quote }}
  {{- end }}
{{- end }}
