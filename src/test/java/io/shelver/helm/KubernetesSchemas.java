// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.helm;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.fabric8.openshift.api.model.monitoring.v1.PrometheusRule;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import io.kubernetes.client.openapi.JSON;
import io.kubernetes.client.openapi.models.V1ConfigMap;
import io.kubernetes.client.openapi.models.V1Deployment;
import io.kubernetes.client.openapi.models.V1Job;
import io.kubernetes.client.openapi.models.V1NetworkPolicy;
import io.kubernetes.client.openapi.models.V1Pod;
import io.kubernetes.client.openapi.models.V1PodDisruptionBudget;
import io.kubernetes.client.openapi.models.V1Service;
import io.kubernetes.client.openapi.models.V1ServiceAccount;
import io.kubernetes.client.openapi.models.V1StatefulSet;
import io.strimzi.api.kafka.model.topic.KafkaTopic;
import io.strimzi.api.kafka.model.user.KafkaUser;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** The schemas of Kubernetes and of operators. They find fields of a manifest that are unknown, missing or of another type. */
final class KubernetesSchemas {
    private interface Check {
        void of(JsonElement manifest) throws IOException;
    }

    private static final Map<String, Check> KUBERNETES = Map.of(
            "v1 ConfigMap", checked(V1ConfigMap::validateJsonElement, V1ConfigMap.class),
            "v1 Pod", checked(V1Pod::validateJsonElement, V1Pod.class),
            "v1 Service", checked(V1Service::validateJsonElement, V1Service.class),
            "v1 ServiceAccount", checked(V1ServiceAccount::validateJsonElement, V1ServiceAccount.class),
            "apps/v1 Deployment", checked(V1Deployment::validateJsonElement, V1Deployment.class),
            "apps/v1 StatefulSet", checked(V1StatefulSet::validateJsonElement, V1StatefulSet.class),
            "batch/v1 Job", checked(V1Job::validateJsonElement, V1Job.class),
            "networking.k8s.io/v1 NetworkPolicy", checked(V1NetworkPolicy::validateJsonElement, V1NetworkPolicy.class),
            "policy/v1 PodDisruptionBudget",
            checked(V1PodDisruptionBudget::validateJsonElement, V1PodDisruptionBudget.class));

    private static final Map<String, Class<?>> OPERATORS = Map.of(
            "monitoring.coreos.com/v1 ServiceMonitor", ServiceMonitor.class,
            "monitoring.coreos.com/v1 PrometheusRule", PrometheusRule.class,
            "kafka.strimzi.io/v1 KafkaTopic", KafkaTopic.class,
            "kafka.strimzi.io/v1 KafkaUser", KafkaUser.class);

    /** The types of Strimzi and Prometheus keep unknown fields; this mapper rejects them. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    private KubernetesSchemas() {
    }

    /** @return the fault of the manifest; empty if it has none */
    static Optional<String> mistake(JsonNode manifest) {
        String type = manifest.path("apiVersion").asText() + " " + manifest.path("kind").asText();
        // The check throws a ClassCastException if an object stands for a list.
        try {
            if (KUBERNETES.containsKey(type)) {
                KUBERNETES.get(type).of(JsonParser.parseString(manifest.toString()));
            } else if (OPERATORS.containsKey(type)) {
                STRICT.treeToValue(manifest, OPERATORS.get(type));
            } else {
                return Optional.of("there is no schema for " + type);
            }
            return Optional.empty();
        } catch (IllegalArgumentException | ClassCastException | JsonParseException | JsonProcessingException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Checks names and lists by the schema, and numbers and quantities by reading the manifest. */
    private static Check checked(Check names, Class<?> type) {
        return manifest -> {
            names.of(manifest);
            Object read = JSON.getGson().fromJson(manifest, type);
            if (read == null) {
                throw new IllegalArgumentException("the manifest is empty");
            }
        };
    }
}
