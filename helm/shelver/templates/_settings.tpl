{{- /* Helm reads every number as floating point, and would write 268435456 as 2.68435456e+08. */ -}}
{{- define "shelver.text" -}}
{{- if and (kindIs "float64" .) (eq . (floor .)) -}}{{ printf "%.0f" . }}{{- else -}}{{ toString . }}{{- end -}}
{{- end -}}

{{- /* The bytes of a quantity such as 1Gi. */ -}}
{{- define "shelver.bytes" -}}
{{- $unit := regexFind "[A-Za-z]*$" . -}}
{{- $power := dict "" 0 "k" 1 "M" 2 "G" 3 "T" 4 "P" 5 "E" 6 -}}
{{- $bytes := trimSuffix $unit . | float64 -}}
{{- range until (get $power (trimSuffix "i" $unit | replace "K" "k") | int) -}}
{{- $bytes = mulf $bytes (ternary 1024 1000 (hasSuffix "i" $unit)) -}}
{{- end -}}
{{- printf "%.0f" $bytes -}}
{{- end -}}

{{- /* A setting that the chart itself needs, or the service's default: (list . "SHELVER_APPLICATION_ID") */ -}}
{{- define "shelver.setting" -}}
{{- $defaults := dict
      "SHELVER_APPLICATION_ID" "shelver"
      "SHELVER_UPLOADS_TOPIC" "product-uploads"
      "SHELVER_CATEGORIES_TOPIC" "product-categories"
      "SHELVER_REVIEWS_TOPIC" "category-reviews"
      "SHELVER_DEAD_LETTERS_TOPIC" "product-uploads-dead-letters"
      "SHELVER_PARTITIONS" "6"
      "SHELVER_REPLICATION" "-1"
      "SHELVER_MAX_UPLOAD_BYTES" "4194304"
      "SHELVER_BATCH_DEADLINE_MS" "5000"
      "SHELVER_BOOTSTRAP_SERVERS" ""
      "SHELVER_LINK_SCHEMES" "https"
      "SHELVER_LINK_PORTS" ""
      "SHELVER_LINK_NETWORKS" ""
      "SHELVER_S3_ENDPOINT" ""
      "SHELVER_REGISTRY_URL" ""
      "SHELVER_PROVIDERS" "cpu"
      "SHELVER_LINK_CACHE_BYTES" "268435456"
      "SHELVER_HTTP_HOST" "127.0.0.1"
      "SHELVER_HTTP_PORT" "8080" -}}
{{- $name := last . -}}
{{- $given := get (first .).Values.settings $name -}}
{{- if kindIs "invalid" $given -}}{{ get $defaults $name }}{{- else if eq (toString $given) "" -}}{{ get $defaults $name }}{{- else -}}{{ include "shelver.text" $given }}{{- end -}}
{{- end -}}

{{- /* The words of a list with commas, as JSON: (list . "SHELVER_LINK_SCHEMES") */ -}}
{{- define "shelver.words" -}}
{{- $words := list -}}
{{- range splitList "," (include "shelver.setting" .) -}}
{{- with trim . }}{{ $words = append $words . }}{{ end -}}
{{- end -}}
{{- toJson $words -}}
{{- end -}}

{{- /* Every variable except secrets. */ -}}
{{- define "shelver.variables" -}}
{{- $variables := dict -}}
{{- with .Values.secrets.kafka -}}
{{- $_ := set $variables "KAFKA_CONFIG_PROVIDERS" "dir" -}}
{{- $_ := set $variables "KAFKA_CONFIG_PROVIDERS_DIR_CLASS" "org.apache.kafka.common.config.provider.DirectoryConfigProvider" -}}
{{- end -}}
{{- if .Values.staticMembership -}}
{{- /* If a pod is not back by then, others take its partitions. */ -}}
{{- $_ := set $variables "KAFKA_SESSION_TIMEOUT_MS" "120000" -}}
{{- end -}}
{{- if .Values.gpu -}}
{{- $_ := set $variables "SHELVER_PROVIDERS" "cuda,cpu" -}}
{{- end -}}
{{- range $name, $value := merge (dict) .Values.settings .Values.kafka -}}
{{- $_ := set $variables $name (include "shelver.text" $value) -}}
{{- end -}}
{{- $_ := set $variables "SHELVER_HTTP_TOKENS" (ternary "none" "/etc/shelver/tokens/tokens" .Values.secrets.noTokens) -}}
{{- if or .Values.bundle.claim .Values.bundle.image -}}
{{- $_ := set $variables "SHELVER_BUNDLE" (printf "/bundle/%s" .Values.bundle.path | trimSuffix "/") -}}
{{- end -}}
{{- with .Values.secrets.bundleKeys -}}
{{- $_ := set $variables "SHELVER_BUNDLE_KEYS" "/etc/shelver/bundle-keys" -}}
{{- end -}}
{{- with .Values.secrets.linkHeaders -}}
{{- $_ := set $variables "SHELVER_LINK_HEADERS" "/etc/shelver/link-headers/headers" -}}
{{- end -}}
{{- with .Values.schemas -}}
{{- $_ := set $variables "SHELVER_SCHEMAS" "/etc/shelver/schemas" -}}
{{- end -}}
{{- toYaml $variables -}}
{{- end -}}
