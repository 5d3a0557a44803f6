{{- /* Mistakes that the schema of the values cannot find: all in one message, with what to do about each. */ -}}
{{- define "shelver.refuseMistakes" -}}
{{- $wrong := list -}}
{{- $values := .Values -}}
{{- $partitions := include "shelver.setting" (list . "SHELVER_PARTITIONS") | int -}}
{{- $protocol := get $values.kafka "KAFKA_GROUP_PROTOCOL" | default "classic" | toString | lower -}}
{{- if not (include "shelver.setting" (list . "SHELVER_BOOTSTRAP_SERVERS")) -}}
{{- $wrong = append $wrong "settings.SHELVER_BOOTSTRAP_SERVERS is empty: name the Kafka cluster, such as kafka:9092" -}}
{{- end -}}
{{- range include "shelver.words" (list . "SHELVER_BOOTSTRAP_SERVERS") | fromJsonArray -}}
{{- if not (regexMatch ":[0-9]+$" .) -}}
{{- $wrong = append $wrong (printf "settings.SHELVER_BOOTSTRAP_SERVERS has '%s' without a port: write it as %s:9092" . .) -}}
{{- end -}}
{{- end -}}
{{- if regexMatch "^(|localhost|127[.].*|::1)$" (include "shelver.setting" (list . "SHELVER_HTTP_HOST")) -}}
{{- $wrong = append $wrong "settings.SHELVER_HTTP_HOST is loopback, which only the pod itself can reach, so its probes would fail: use 0.0.0.0, or :: for IPv6" -}}
{{- end -}}
{{- if contains "@" (include "shelver.setting" (list . "SHELVER_REGISTRY_URL")) -}}
{{- $wrong = append $wrong "settings.SHELVER_REGISTRY_URL holds a login: remove it, and put it as KAFKA_APICURIO_... into a Secret that secrets.environment names" -}}
{{- end -}}
{{- $cache := include "shelver.setting" (list . "SHELVER_LINK_CACHE_BYTES") | float64 -}}
{{- if and (gt $cache 0.0) (ne (include "shelver.setting" (list . "SHELVER_LINK_SCHEMES")) "none") (ge $cache (include "shelver.bytes" $values.tmpSize | float64)) -}}
{{- $wrong = append $wrong (printf "tmpSize is %s and SHELVER_LINK_CACHE_BYTES is %.0f: the cache would fill /tmp, and Kubernetes would evict the pod; raise tmpSize, or lower SHELVER_LINK_CACHE_BYTES" $values.tmpSize $cache) -}}
{{- end -}}
{{- range $name := list "app.kubernetes.io/name" "app.kubernetes.io/instance" "app.kubernetes.io/component" -}}
{{- if hasKey $values.podLabels $name -}}
{{- $wrong = append $wrong (printf "podLabels.%s is a label by which the chart finds its pods: remove it" $name) -}}
{{- end -}}
{{- end -}}
{{- with $values.networkPolicy -}}
{{- if and .enabled $values.serviceMonitor.enabled (not .prometheus) (not .callers) -}}
{{- $wrong = append $wrong "serviceMonitor.enabled is true and networkPolicy.prometheus is empty, so Prometheus cannot read /metrics: name its pods in networkPolicy.prometheus" -}}
{{- end -}}
{{- end -}}
{{- if and (not $values.secrets.tokens) (not $values.secrets.noTokens) -}}
{{- $wrong = append $wrong "secrets.tokens is empty: name a Secret whose key `tokens` has an API token on each line, or set secrets.noTokens=true to let everybody ask" -}}
{{- end -}}
{{- if and $values.secrets.tokens $values.secrets.noTokens -}}
{{- $wrong = append $wrong "secrets.tokens and secrets.noTokens exclude one another: remove one" -}}
{{- end -}}
{{- if gt (int $values.replicas) $partitions -}}
{{- $wrong = append $wrong (printf "replicas is %d and SHELVER_PARTITIONS is %d: pods beyond the partitions would be idle; lower replicas, or add partitions to the uploads topic first and then raise settings.SHELVER_PARTITIONS" (int $values.replicas) $partitions) -}}
{{- end -}}
{{- if and $values.keda.enabled (gt (int $values.keda.maxReplicas) $partitions) -}}
{{- $wrong = append $wrong (printf "keda.maxReplicas is %d and SHELVER_PARTITIONS is %d: pods beyond the partitions would be idle; lower keda.maxReplicas, or use 0 for as many as there are partitions" (int $values.keda.maxReplicas) $partitions) -}}
{{- end -}}
{{- if and $values.keda.enabled $values.keda.maxReplicas (lt (int $values.keda.maxReplicas) (int $values.replicas)) -}}
{{- $wrong = append $wrong (printf "keda.maxReplicas is %d, less than replicas, which is %d: raise keda.maxReplicas, or lower replicas" (int $values.keda.maxReplicas) (int $values.replicas)) -}}
{{- end -}}
{{- if and $values.staticMembership $values.keda.enabled -}}
{{- $wrong = append $wrong "staticMembership and keda.enabled exclude one another: the partitions of a pod that KEDA removed would wait until its session ends; switch one off" -}}
{{- end -}}
{{- if and $values.staticMembership (eq $protocol "streams") -}}
{{- $wrong = append $wrong "staticMembership works with the classic group protocol only: set staticMembership=false, or remove kafka.KAFKA_GROUP_PROTOCOL=streams" -}}
{{- end -}}
{{- range $name := list "KAFKA_GROUP_INSTANCE_ID" "KAFKA_CONSUMER_GROUP_INSTANCE_ID" "KAFKA_MAIN_CONSUMER_GROUP_INSTANCE_ID" -}}
{{- if hasKey $values.kafka $name -}}
{{- $wrong = append $wrong (printf "kafka.%s would be the same in every pod, and the pods would stop one another: remove it, and use staticMembership=true" $name) -}}
{{- end -}}
{{- end -}}
{{- range $name, $instead := dict "SHELVER_HTTP_TOKENS" "secrets.tokens or secrets.noTokens" "SHELVER_BUNDLE_KEYS" "secrets.bundleKeys" "SHELVER_LINK_HEADERS" "secrets.linkHeaders" "SHELVER_SCHEMAS" "schemas" -}}
{{- if hasKey $values.settings $name -}}
{{- $wrong = append $wrong (printf "settings.%s names a file that the chart mounts: use %s instead" $name $instead) -}}
{{- end -}}
{{- end -}}
{{- if and $values.bundle.claim $values.bundle.image -}}
{{- $wrong = append $wrong "bundle.claim and bundle.image exclude one another: remove one" -}}
{{- end -}}
{{- if and (hasKey $values.settings "SHELVER_BUNDLE") (or $values.bundle.claim $values.bundle.image) -}}
{{- $wrong = append $wrong "settings.SHELVER_BUNDLE names a folder of Shelver's image, and the bundle comes from bundle.claim or bundle.image: use bundle.path instead" -}}
{{- end -}}
{{- if and $values.bundle.path (not (or $values.bundle.claim $values.bundle.image)) -}}
{{- $wrong = append $wrong "bundle.path is a folder inside bundle.claim or bundle.image, and both are empty: name one of them; for a folder of Shelver's image use settings.SHELVER_BUNDLE" -}}
{{- end -}}
{{- if and (not $values.gpu) (regexMatch "cuda|tensorrt" (include "shelver.setting" (list . "SHELVER_PROVIDERS"))) -}}
{{- $wrong = append $wrong "settings.SHELVER_PROVIDERS asks for a GPU, and gpu is 0: set gpu=1, and image to the GPU variant" -}}
{{- end -}}
{{- range $name, $value := $values.kafka -}}
{{- if and (regexMatch "(PASSWORD|PASSPHRASE|SECRET|JAAS_CONFIG|KEYSTORE_KEY|API_KEY|TOKEN|USER_INFO)$" $name) (not (regexMatch "[$][{]" (toString $value))) -}}
{{- $wrong = append $wrong (printf "kafka.%s is a secret: put it in a Secret, name that in secrets.kafka, and write ${dir:/etc/shelver/kafka:KEY} here; or put the variable in a Secret that secrets.environment names" $name) -}}
{{- end -}}
{{- if and (contains "${dir:/etc/shelver/kafka:" (toString $value)) (not $values.secrets.kafka) -}}
{{- $wrong = append $wrong (printf "kafka.%s reads a file of secrets.kafka, which is empty: name the Secret in secrets.kafka" $name) -}}
{{- end -}}
{{- end -}}
{{- if and (or $values.strimzi.topics $values.strimzi.user) (not $values.strimzi.cluster) -}}
{{- $wrong = append $wrong "strimzi.cluster is empty: name the Kafka resource that the topics and the user belong to" -}}
{{- end -}}
{{- if $wrong -}}
{{- fail (printf "\n- %s\n" (join "\n- " $wrong)) -}}
{{- end -}}
{{- end -}}
