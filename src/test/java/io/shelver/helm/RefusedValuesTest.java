// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.helm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong values stop the installation with a message that tells what to do. */
class RefusedValuesTest {

    @Test
    void withoutValuesItSaysWhatIsNeeded() {
        assertThat(Chart.withDefaults().refusal())
                .contains("settings.SHELVER_BOOTSTRAP_SERVERS is empty: name the Kafka cluster, such as kafka:9092")
                .contains("secrets.tokens is empty: name a Secret whose key `tokens` has an API token on each line,"
                        + " or set secrets.noTokens=true to let everybody ask");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            replcias                        | 3     | at '': additional properties 'replcias' not allowed
            settings.SHELVER_BUNDEL         | x     | at '/settings': additional properties 'SHELVER_BUNDEL' not allowed
            settings.BUNDLE                 | x     | at '/settings': additional properties 'BUNDLE' not allowed
            kafka.SASL_MECHANISM            | PLAIN | at '/kafka': additional properties 'SASL_MECHANISM' not allowed
            image.tga                       | x     | at '/image': additional properties 'tga' not allowed
            replicas                        | two   | at '/replicas': got string, want integer
            replicas                        | 0     | at '/replicas': minimum: got 0, want 1
            staticMembership                | maybe | at '/staticMembership': got string, want boolean
            settings.SHELVER_HTTP_PORT      | 80    | at '/settings/SHELVER_HTTP_PORT': minimum: got 80, want 1,024
            settings.SHELVER_HTTP_PORT      | none  | at '/settings/SHELVER_HTTP_PORT': got string, want integer
            image.digest                    | 1.4.0 | at '/image/digest': '1.4.0' does not match pattern
            secrets.tokens                  | A b   | at '/secrets/tokens': 'A b' does not match pattern
            bundle.path                     | ../up | at '/bundle/path': '../up' does not match pattern
            tmpSize                         | lots  | at '/tmpSize': 'lots' does not match pattern
            """)
    void whatTheSchemaDoesNotKnowIsRefusedByItsName(String name, String value, String message) {
        assertThat(Chart.of("minimal").set(name, value).refusal()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            keda     | staticMembership=true | staticMembership and keda.enabled exclude one another
            keda     | staticMembership=true | staticMembership works with the classic group protocol only: set staticMembership=false
            static   | kafka.KAFKA_GROUP_PROTOCOL=Streams | or remove kafka.KAFKA_GROUP_PROTOCOL=streams
            minimal  | kafka.KAFKA_GROUP_INSTANCE_ID=me | use staticMembership=true
            minimal  | replicas=7 | replicas is 7 and SHELVER_PARTITIONS is 6: pods beyond the partitions would be idle; lower replicas, or add partitions
            keda     | keda.maxReplicas=13 | keda.maxReplicas is 13 and SHELVER_PARTITIONS is 12: pods beyond the partitions would be idle; lower keda.maxReplicas, or use 0
            static   | replicas=4,settings.SHELVER_PARTITIONS=3 | replicas is 4 and SHELVER_PARTITIONS is 3
            keda     | replicas=5,keda.maxReplicas=4 | keda.maxReplicas is 4, less than replicas, which is 5
            minimal  | secrets.noTokens=false | or set secrets.noTokens=true to let everybody ask
            secured  | secrets.noTokens=true | secrets.tokens and secrets.noTokens exclude one another: remove one
            minimal  | settings.SHELVER_BOOTSTRAP_SERVERS= | settings.SHELVER_BOOTSTRAP_SERVERS is empty: name the Kafka cluster
            everything | settings.SHELVER_BOOTSTRAP_SERVERS=kafka | settings.SHELVER_BOOTSTRAP_SERVERS has 'kafka' without a port: write it as kafka:9092
            minimal  | settings.SHELVER_HTTP_HOST=localhost | so its probes would fail: use 0.0.0.0, or :: for IPv6
            minimal  | settings.SHELVER_HTTP_HOST= | so its probes would fail
            minimal  | settings.SHELVER_REGISTRY_URL=https://me:hunter2@registry | settings.SHELVER_REGISTRY_URL holds a login
            minimal  | kafka.KAFKA_BASIC_AUTH_USER_INFO=me:hunter2 | kafka.KAFKA_BASIC_AUTH_USER_INFO is a secret
            minimal  | tmpSize=256Mi | tmpSize is 256Mi and SHELVER_LINK_CACHE_BYTES is 268435456: the cache would fill /tmp
            minimal  | tmpSize=1.5G,settings.SHELVER_LINK_CACHE_BYTES=1500000000 | tmpSize is 1.5G
            minimal  | podLabels.app\\.kubernetes\\.io/name=x | podLabels.app.kubernetes.io/name is a label by which the chart finds its pods: remove it
            minimal  | serviceMonitor.enabled=true | so Prometheus cannot read /metrics: name its pods in networkPolicy.prometheus
            minimal  | settings.SHELVER_HTTP_TOKENS=/tmp/t | use secrets.tokens or secrets.noTokens instead
            minimal  | settings.SHELVER_BUNDLE_KEYS=/tmp/k | use secrets.bundleKeys instead
            minimal  | settings.SHELVER_LINK_HEADERS=/tmp/h | use secrets.linkHeaders instead
            minimal  | settings.SHELVER_SCHEMAS=/tmp/s | use schemas instead
            secured  | bundle.image=bundles:1 | bundle.claim and bundle.image exclude one another: remove one
            secured  | settings.SHELVER_BUNDLE=/x | the bundle comes from bundle.claim or bundle.image: use bundle.path instead
            minimal  | bundle.path=x | name one of them; for a folder of Shelver's image use settings.SHELVER_BUNDLE
            minimal  | settings.SHELVER_PROVIDERS=cuda | settings.SHELVER_PROVIDERS asks for a GPU, and gpu is 0: set gpu=1
            minimal  | kafka.KAFKA_SASL_JAAS_CONFIG=hunter2 | kafka.KAFKA_SASL_JAAS_CONFIG is a secret: put it in a Secret
            minimal  | kafka.KAFKA_SSL_KEY_PASSWORD=hunter2 | kafka.KAFKA_SSL_KEY_PASSWORD is a secret
            secured  | secrets.kafka= | kafka.KAFKA_SASL_JAAS_CONFIG reads a file of secrets.kafka, which is empty: name the Secret in secrets.kafka
            everything | strimzi.cluster= | strimzi.cluster is empty: name the Kafka resource that the topics and the user belong to
            """)
    void whatDoesNotGoTogetherIsRefusedWithWhatToDo(String set, String changes, String message) {
        Chart chart = Chart.of(set);
        for (String change : changes.split(",")) {
            String[] parts = change.split("=", 2);
            chart = chart.set(parts[0], parts[1]);
        }

        assertThat(chart.refusal()).contains(message).doesNotContain("hunter2");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            closed     | tmpSize=64Mi
            minimal    | tmpSize=64Mi,settings.SHELVER_LINK_CACHE_BYTES=0
            everything | tmpSize=0.01Ti
            minimal    | serviceMonitor.enabled=true,networkPolicy.enabled=false
            """)
    void whatGoesTogetherIsNot(String set, String changes) {
        Chart chart = Chart.of(set);
        for (String change : changes.split(",")) {
            String[] parts = change.split("=", 2);
            chart = chart.set(parts[0], parts[1]);
        }

        assertThat(chart.all("NetworkPolicy")).hasSizeLessThan(2);
    }
}
