{{- /* The Pod Security Standard "restricted", for a whole pod. The user is the image's. */ -}}
{{- define "shelver.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile:
  type: RuntimeDefault
{{- end -}}

{{- /* The same for each container. */ -}}
{{- define "shelver.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end -}}

{{- /* What every pod of the chart has in common. Kubernetes' service links would be SHELVER_* variables, and the service rejects unknown ones. */ -}}
{{- define "shelver.podCommon" -}}
automountServiceAccountToken: false
enableServiceLinks: false
securityContext:
  {{- include "shelver.podSecurity" . | nindent 2 }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "shelver.mounts" -}}
- name: tmp
  mountPath: /tmp
{{- with .Values.secrets.kafka }}
- name: kafka
  mountPath: /etc/shelver/kafka
  readOnly: true
{{- end }}
{{- with .Values.secrets.authority }}
- name: authority
  mountPath: /etc/shelver/authority
  readOnly: true
{{- end }}
{{- with .Values.secrets.tokens }}
- name: tokens
  mountPath: /etc/shelver/tokens
  readOnly: true
{{- end }}
{{- with .Values.secrets.bundleKeys }}
- name: bundle-keys
  mountPath: /etc/shelver/bundle-keys
  readOnly: true
{{- end }}
{{- with .Values.secrets.linkHeaders }}
- name: link-headers
  mountPath: /etc/shelver/link-headers
  readOnly: true
{{- end }}
{{- with .Values.schemas }}
- name: schemas
  mountPath: /etc/shelver/schemas
  readOnly: true
{{- end }}
{{- end -}}

{{- define "shelver.volumes" -}}
- name: tmp
  emptyDir:
    sizeLimit: {{ .Values.tmpSize }}
{{- with .Values.secrets.kafka }}
- name: kafka
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- with .Values.secrets.authority }}
- name: authority
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- with .Values.secrets.tokens }}
- name: tokens
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- with .Values.secrets.bundleKeys }}
- name: bundle-keys
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- with .Values.secrets.linkHeaders }}
- name: link-headers
  secret:
    secretName: {{ . }}
    defaultMode: 0440
{{- end }}
{{- with .Values.schemas }}
- name: schemas
  configMap:
    name: {{ . }}
{{- end }}
{{- end -}}

{{- define "shelver.fromSecrets" -}}
{{- range .Values.secrets.environment }}
- secretRef:
    name: {{ . }}
{{- end }}
{{- end -}}
