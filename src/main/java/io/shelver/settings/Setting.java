// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import static io.shelver.settings.Legal.as;
import static io.shelver.settings.Legal.between;
import static io.shelver.settings.Legal.matching;
import static io.shelver.settings.Legal.names;
import static io.shelver.settings.Legal.oneOf;
import static io.shelver.settings.Legal.port;
import static io.shelver.settings.Legal.range;
import static io.shelver.settings.Legal.truth;

import io.shelver.image.AllowedHosts;
import io.shelver.image.Network;
import io.shelver.image.Scheme;
import io.shelver.inference.Provider;
import io.shelver.stream.format.RegistrySettings;
import io.shelver.stream.kafka.StreamSettings;
import io.shelver.stream.kafka.Topics;
import java.nio.file.Path;

/**
 * Every setting: its name in the environment, its default, its legal values with their parser, and its meaning. No other place
 * defines them.
 */
public enum Setting {
    SHELVER_BUNDLE("models/bundles/fashion", as("a folder", Path::of),
            "The model bundle to serve with."),
    SHELVER_BUNDLE_KEYS("", as("a file or a folder of Ed25519 public keys in PEM", ModelVariables::keys).optional(),
            "Who may sign the bundle: it serves only if one of these keys did; empty: no signature is asked for."),
    SHELVER_PROVIDERS("cpu",
            as(names(Provider.values()) + "; separated by commas, the preferred first", Provider::parse),
            "What runs the models."),
    SHELVER_PROVIDER_FALLBACK("false", truth(),
            "Whether to go on without a provider that is not there."),
    SHELVER_MODEL_THREADS("0", range(0, 256),
            "CPU threads of the models; 0: as many as there are cores."),
    SHELVER_REPEATS_MB("64", range(0, 16_384),
            "Megabytes of heap for what the models said of texts and pictures, so that repeats are not run again; at most half of the heap; 0: none."),
    SHELVER_LOG_FORMAT("text", oneOf("text", "json"),
            "What lines of the log are: for people, or one JSON object each."),
    SHELVER_ERROR_TARGET("", between(0, 1).remark("; not below what the bundle certifies").optional(),
            "Share of automatically categorized listings that may be wrong; empty: the bundle's default."),
    SHELVER_CASCADE("true", truth(),
            "Whether modalities that would hardly change a decision are not asked, where the bundle has a cascade."),
    SHELVER_BOOTSTRAP_SERVERS("",
            matching("host:port, separated by commas", "[^,\\s]+:\\d+(\\s*,\\s*[^,\\s]+:\\d+)*").optional(),
            "The Kafka cluster; required by run and topics."),
    SHELVER_APPLICATION_ID("shelver",
            matching("letters, digits, dot, dash and underscore, at most 100", "[a-zA-Z0-9._-]{1,100}"),
            "Names the consumer group, the transactions and the changelog."),
    SHELVER_UPLOADS_TOPIC("product-uploads", StreamVariables.TOPIC,
            "Where uploads come from."),
    SHELVER_CATEGORIES_TOPIC("product-categories", StreamVariables.TOPIC,
            "Where sure decisions go."),
    SHELVER_REVIEWS_TOPIC("category-reviews", StreamVariables.TOPIC,
            "Where unsure listings go."),
    SHELVER_DEAD_LETTERS_TOPIC("product-uploads-dead-letters", StreamVariables.TOPIC,
            "Where uploads go that are no listings."),
    SHELVER_PARTITIONS("6", range(1, 10_000),
            "Partitions of topics that are created."),
    SHELVER_REPLICATION("-1", range(1, 100).or((int) Topics.BROKERS_REPLICATION),
            "Replicas of topics that are created; -1: the broker's default."),
    SHELVER_MAX_UPLOAD_BYTES("4194304", range(Topics.MIN_UPLOAD_BYTES, Topics.MAX_UPLOAD_BYTES),
            "The largest upload the uploads topic takes, in bytes."),
    SHELVER_STREAM_THREADS("0", range(0, 256),
            "Threads that read, decode and tokenise; 0: one more than there are cores."),
    SHELVER_BATCH_SIZE("64", range(StreamSettings.MIN_SLOTS, StreamSettings.MAX_SLOTS),
            "Uploads of a partition that are classified together."),
    SHELVER_BATCH_LINGER_MS("20", range(StreamSettings.MIN_LINGER_MS, StreamSettings.MAX_LINGER_MS),
            "How long an upload waits for others, in milliseconds."),
    SHELVER_BATCH_DEADLINE_MS("5000", range(StreamSettings.MIN_BATCH_DEADLINE_MS, StreamSettings.MAX_BATCH_DEADLINE_MS),
            "A batch that takes longer stops the service, in milliseconds."),
    SHELVER_HTTP_PORT("8080", port(0).orWord("none"),
            "Where HTTP is served; 0: any free port; none: nowhere."),
    SHELVER_HTTP_HOST("127.0.0.1", as("a name or an address of this machine", HttpVariables::address),
            "The address HTTP is served at; 0.0.0.0: every one."),
    SHELVER_HTTP_TOKENS("",
            as("a file with a token of 16 characters or more on each line, or none", HttpVariables::tokens).optional(),
            "Tokens of which callers need one; none: anybody may ask; empty: the same, on loopback only."),
    SHELVER_LINK_SCHEMES("https", as(names(Scheme.values()) + "; separated by commas; or none", LinkVariables::schemes),
            "Links to pictures that are followed."),
    SHELVER_LINK_HOSTS("*", as("host names and *.suffix, separated by commas; or *", AllowedHosts::parse),
            "Hosts that links may name; *: any that is public."),
    SHELVER_LINK_PORTS("", port(1).list(),
            "Ports that links may name, besides those of their schemes."),
    SHELVER_LINK_NETWORKS("", as("addresses and networks such as 10.1.0.0/16", Network::parse).list(),
            "Addresses that links may lead to although they are not public."),
    SHELVER_LINK_MAX_BYTES("8388608", range(1024, 32 << 20),
            "The largest picture that is fetched, in bytes."),
    SHELVER_LINK_TIMEOUT_MS("2000", range(50, 60_000),
            "How long a picture may take to come, redirects and retries included, in milliseconds."),
    SHELVER_LINK_REDIRECTS("3", range(0, 10),
            "Redirects that are followed, each judged like a link."),
    SHELVER_LINK_PARALLEL("32", range(1, 256),
            "Pictures that are fetched at a time."),
    SHELVER_LINK_CACHE_BYTES("268435456", range(0, 1L << 40),
            "Bytes of fetched pictures that are kept on disk; 0: none."),
    SHELVER_LINK_CACHE("", as("a folder for this process alone", Path::of).optional(),
            "Where fetched pictures are kept; empty: a temporary folder."),
    SHELVER_S3_BUCKETS("", as("names of buckets", LinkVariables::bucket).list(),
            "Buckets that links may name; required where s3 is allowed."),
    SHELVER_S3_ENDPOINT("", as("an http or https URL", LinkVariables::endpoint).optional(),
            "A server that speaks S3; empty: AWS."),
    SHELVER_S3_REGION("", matching("a region such as eu-central-1", "[a-z0-9-]{0,40}").optional(),
            "The region; empty: as the AWS SDK finds it."),
    SHELVER_S3_PATH_STYLE("false", truth(),
            "Whether the bucket stands in the path, not in the host name."),
    SHELVER_SCHEMAS("", as("a folder of .avsc files", Path::of).optional(),
            "Schemas of writers newer than this version; empty: none."),
    SHELVER_REGISTRY_URL("",
            as("http://host:port or https://host:port, and a path", StreamVariables::registry).optional(),
            "The schema registry; empty: none, and events in single-object encoding."),
    SHELVER_EVENT_SERIALIZER(RegistrySettings.APICURIO_SERIALIZER, StreamVariables.CLASS,
            "Writes events where there is a registry: Kafka's Serializer, with the five-byte prefix."),
    SHELVER_EVENT_DESERIALIZER(RegistrySettings.APICURIO_DESERIALIZER, StreamVariables.CLASS,
            "Reads events where there is a registry: Kafka's Deserializer, with the five-byte prefix.");

    private final String byDefault;
    private final Legal<?> legal;
    private final String meaning;

    Setting(String byDefault, Legal<?> legal, String meaning) {
        this.byDefault = byDefault;
        this.legal = legal;
        this.meaning = meaning;
    }

    public String byDefault() {
        return byDefault;
    }

    /** The legal values, in words. */
    public String legal() {
        return legal.words();
    }

    /**
     * What a text means as this setting's value.
     *
     * @throws IllegalArgumentException
     *             if the text is not legal
     */
    Object parse(String text) {
        return legal.parser().apply(text);
    }

    public String meaning() {
        return meaning;
    }
}
