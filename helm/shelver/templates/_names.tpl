{{- define "shelver.name" -}}
{{- ternary .Release.Name (printf "%s-shelver" .Release.Name) (contains "shelver" .Release.Name) | trunc 48 | trimSuffix "-" -}}
{{- end -}}

{{- define "shelver.selector" -}}
app.kubernetes.io/name: shelver
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: classifier
{{- end -}}

{{- /* For a component: (list . "classifier") */ -}}
{{- define "shelver.labels" -}}
{{- $root := first . -}}
app.kubernetes.io/name: shelver
app.kubernetes.io/instance: {{ $root.Release.Name }}
app.kubernetes.io/component: {{ last . }}
app.kubernetes.io/version: {{ $root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ $root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" $root.Chart.Name $root.Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "shelver.image" -}}
{{- with .Values.image -}}
{{- if .digest -}}
{{ .repository }}@{{ .digest }}
{{- else -}}
{{ .repository }}:{{ .tag | default $.Chart.AppVersion }}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "shelver.serviceAccount" -}}
{{- .Values.serviceAccount.name | default (include "shelver.name" .) -}}
{{- end -}}
