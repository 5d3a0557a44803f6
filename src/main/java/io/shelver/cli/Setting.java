// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.stream.RegistrySettings;

/** Every setting: its name in the environment, default, legal values and meaning. The one place that defines them. */
enum Setting {
    SHELVER_BUNDLE("models/bundles/fashion", "a folder",
            "The model bundle to serve with."),
    SHELVER_PROVIDERS("cpu", "tensorrt, cuda, cpu; separated by commas, the preferred first",
            "What runs the models."),
    SHELVER_PROVIDER_FALLBACK("false", "true or false",
            "Whether to go on without a provider that is not there."),
    SHELVER_MODEL_THREADS("0", "0 to 256",
            "CPU threads of the models; 0: as many as there are cores."),
    SHELVER_ERROR_TARGET("", "above 0, below 1; not below what the bundle certifies",
            "Share of automatically categorized listings that may be wrong; empty: the bundle's default."),
    SHELVER_BOOTSTRAP_SERVERS("", "host:port, separated by commas",
            "The Kafka cluster; required by run and topics."),
    SHELVER_APPLICATION_ID("shelver", "letters, digits, dot, dash and underscore, at most 100",
            "Names the consumer group, the transactions and the changelog."),
    SHELVER_UPLOADS_TOPIC("product-uploads", "a topic name",
            "Where uploads come from."),
    SHELVER_CATEGORIES_TOPIC("product-categories", "a topic name",
            "Where sure decisions go."),
    SHELVER_REVIEWS_TOPIC("category-reviews", "a topic name",
            "Where unsure listings go."),
    SHELVER_DEAD_LETTERS_TOPIC("product-uploads-dead-letters", "a topic name",
            "Where uploads go that are no listings."),
    SHELVER_PARTITIONS("6", "1 to 10000",
            "Partitions of topics that are created."),
    SHELVER_REPLICATION("-1", "1 to 100, or -1",
            "Replicas of topics that are created; -1: the broker's default."),
    SHELVER_MAX_UPLOAD_BYTES("4194304", "65536 to 67108864",
            "The largest upload the uploads topic takes, in bytes."),
    SHELVER_STREAM_THREADS("1", "1 to 256",
            "Threads that read, decode and tokenise."),
    SHELVER_BATCH_SIZE("32", "1 to 1024",
            "Uploads of a partition that are classified together."),
    SHELVER_BATCH_LINGER_MS("20", "1 to 10000",
            "How long an upload waits for others, in milliseconds."),
    SHELVER_BATCH_DEADLINE_MS("5000", "100 to 300000",
            "A batch that takes longer stops the service, in milliseconds."),
    SHELVER_SCHEMAS("", "a folder of .avsc files",
            "Schemas of writers newer than this version; empty: none."),
    SHELVER_REGISTRY_URL("", "http://host:port or https://host:port, and a path",
            "The schema registry; empty: none, and events in single-object encoding."),
    SHELVER_EVENT_SERIALIZER(RegistrySettings.APICURIO_SERIALIZER, "a class on the class path",
            "Writes events where there is a registry: Kafka's Serializer, with the five-byte prefix."),
    SHELVER_EVENT_DESERIALIZER(RegistrySettings.APICURIO_DESERIALIZER, "a class on the class path",
            "Reads events where there is a registry: Kafka's Deserializer, with the five-byte prefix.");

    private final String byDefault;
    private final String legal;
    private final String meaning;

    Setting(String byDefault, String legal, String meaning) {
        this.byDefault = byDefault;
        this.legal = legal;
        this.meaning = meaning;
    }

    String byDefault() {
        return byDefault;
    }

    String legal() {
        return legal;
    }

    String meaning() {
        return meaning;
    }
}
