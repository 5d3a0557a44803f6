// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import io.shelver.stream.format.RegistrySettings;

/** Every setting: its name in the environment, default, legal values and meaning. The one place that defines them. */
public enum Setting {
    SHELVER_BUNDLE("models/bundles/fashion", "a folder",
            "The model bundle to serve with."),
    SHELVER_BUNDLE_KEYS("", "a file or a folder of Ed25519 public keys in PEM",
            "Who may sign the bundle: it serves only if one of these keys did; empty: no signature is asked for."),
    SHELVER_PROVIDERS("cpu", "tensorrt, cuda, cpu; separated by commas, the preferred first",
            "What runs the models."),
    SHELVER_PROVIDER_FALLBACK("false", "true or false",
            "Whether to go on without a provider that is not there."),
    SHELVER_MODEL_THREADS("0", "0 to 256",
            "CPU threads of the models; 0: as many as there are cores."),
    SHELVER_REPEATS_MB("64", "0 to 16384",
            "Megabytes of heap for what the models said of texts and pictures, so that repeats are not run again; at most half of the heap; 0: none."),
    SHELVER_LOG_FORMAT("text", "text or json",
            "What lines of the log are: for people, or one JSON object each."),
    SHELVER_ERROR_TARGET("", "above 0, below 1; not below what the bundle certifies",
            "Share of automatically categorized listings that may be wrong; empty: the bundle's default."),
    SHELVER_CASCADE("true", "true or false",
            "Whether modalities that would hardly change a decision are not asked, where the bundle has a cascade."),
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
    SHELVER_STREAM_THREADS("0", "0 to 256",
            "Threads that read, decode and tokenise; 0: one more than there are cores."),
    SHELVER_BATCH_SIZE("64", "1 to 1024",
            "Uploads of a partition that are classified together."),
    SHELVER_BATCH_LINGER_MS("20", "1 to 10000",
            "How long an upload waits for others, in milliseconds."),
    SHELVER_BATCH_DEADLINE_MS("5000", "100 to 300000",
            "A batch that takes longer stops the service, in milliseconds."),
    SHELVER_HTTP_PORT("8080", "0 to 65535, or none",
            "Where HTTP is served; 0: any free port; none: nowhere."),
    SHELVER_HTTP_HOST("127.0.0.1", "a name or an address of this machine",
            "The address HTTP is served at; 0.0.0.0: every one."),
    SHELVER_HTTP_TOKENS("", "a file with a token of 16 characters or more on each line, or none",
            "Tokens of which callers need one; none: anybody may ask; empty: the same, on loopback only."),
    SHELVER_LINK_SCHEMES("https", "https, http, s3; separated by commas; or none",
            "Links to pictures that are followed."),
    SHELVER_LINK_HOSTS("*", "host names and *.suffix, separated by commas; or *",
            "Hosts that links may name; *: any that is public."),
    SHELVER_LINK_PORTS("", "1 to 65535, separated by commas",
            "Ports that links may name, besides those of their schemes."),
    SHELVER_LINK_NETWORKS("", "addresses and networks such as 10.1.0.0/16, separated by commas",
            "Addresses that links may lead to although they are not public."),
    SHELVER_LINK_MAX_BYTES("8388608", "1024 to 33554432",
            "The largest picture that is fetched, in bytes."),
    SHELVER_LINK_TIMEOUT_MS("2000", "50 to 60000",
            "How long a picture may take to come, redirects and retries included, in milliseconds."),
    SHELVER_LINK_REDIRECTS("3", "0 to 10",
            "Redirects that are followed, each judged like a link."),
    SHELVER_LINK_PARALLEL("32", "1 to 256",
            "Pictures that are fetched at a time."),
    SHELVER_LINK_CACHE_BYTES("268435456", "0 to 1099511627776",
            "Bytes of fetched pictures that are kept on disk; 0: none."),
    SHELVER_LINK_CACHE("", "a folder for this process alone",
            "Where fetched pictures are kept; empty: a temporary folder."),
    SHELVER_S3_BUCKETS("", "names of buckets, separated by commas",
            "Buckets that links may name; required where s3 is allowed."),
    SHELVER_S3_ENDPOINT("", "an http or https URL",
            "A server that speaks S3; empty: AWS."),
    SHELVER_S3_REGION("", "a region such as eu-central-1",
            "The region; empty: as the AWS SDK finds it."),
    SHELVER_S3_PATH_STYLE("false", "true or false",
            "Whether the bucket stands in the path, not in the host name."),
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

    public String byDefault() {
        return byDefault;
    }

    public String legal() {
        return legal;
    }

    public String meaning() {
        return meaning;
    }
}
