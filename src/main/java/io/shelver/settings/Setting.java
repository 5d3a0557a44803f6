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
import io.shelver.image.LinkHeaders;
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
            "The model bundle that decides."),
    SHELVER_BUNDLE_KEYS("", as("a file or a folder of Ed25519 public keys in PEM", ModelVariables::keys).optional(),
            "The keys of which one must have signed the bundle; empty: no signature is needed."),
    SHELVER_PROVIDERS("cpu",
            as(names(Provider.values()) + "; separated by commas, the preferred first", Provider::parse),
            "The execution providers that run the models."),
    SHELVER_PROVIDER_FALLBACK("false", truth(),
            "Whether the service starts although a provider is missing."),
    SHELVER_MODEL_THREADS("0", range(0, 256),
            "The CPU threads of the models; 0: one per core."),
    SHELVER_REPEATS_MB("64", range(0, 16_384),
            "The heap for remembered scores, in megabytes, at most half of the heap: a text or picture that comes again is not run again; 0: none."),
    SHELVER_LOG_FORMAT("text", oneOf("text", "json"),
            "The form of the log: text for people, or one JSON object a line."),
    SHELVER_ERROR_TARGET("", between(0, 1).remark("; not below what the bundle certifies").optional(),
            "The share of automatically categorized listings that may be wrong; empty: the bundle's default."),
    SHELVER_CASCADE("true", truth(),
            "Whether the models that would hardly change a decision are skipped, if the bundle has a cascade."),
    SHELVER_BOOTSTRAP_SERVERS("",
            matching("host:port, separated by commas", "[^,\\s]+:\\d+(\\s*,\\s*[^,\\s]+:\\d+)*").optional(),
            "The brokers of the Kafka cluster; required by every command that uses your Kafka."),
    SHELVER_APPLICATION_ID("shelver",
            matching("letters, digits, dot, dash and underscore, at most 100", "[a-zA-Z0-9._-]{1,100}"),
            "The name of the consumer group, the transactions and the changelog."),
    SHELVER_UPLOADS_TOPIC("product-uploads", StreamVariables.TOPIC,
            "The topic that uploads come from."),
    SHELVER_CATEGORIES_TOPIC("product-categories", StreamVariables.TOPIC,
            "The topic for sure decisions."),
    SHELVER_REVIEWS_TOPIC("category-reviews", StreamVariables.TOPIC,
            "The topic for listings that a person should look at."),
    SHELVER_DEAD_LETTERS_TOPIC("product-uploads-dead-letters", StreamVariables.TOPIC,
            "The topic for uploads that are not listings."),
    SHELVER_PARTITIONS("6", range(1, 10_000),
            "The partitions of each topic that Shelver creates."),
    SHELVER_REPLICATION("-1", range(1, 100).or((int) Topics.BROKERS_REPLICATION),
            "The replicas of each topic that Shelver creates; -1: the broker's default."),
    SHELVER_MAX_UPLOAD_BYTES("4194304", range(Topics.MIN_UPLOAD_BYTES, Topics.MAX_UPLOAD_BYTES),
            "The largest upload, in bytes."),
    SHELVER_STREAM_THREADS("0", range(0, 256),
            "The threads that read, decode and tokenise; 0: one more than there are cores."),
    SHELVER_BATCH_SIZE("64", range(StreamSettings.MIN_SLOTS, StreamSettings.MAX_SLOTS),
            "The most uploads that a stream thread classifies together."),
    SHELVER_BATCH_LINGER_MS("20", range(StreamSettings.MIN_LINGER_MS, StreamSettings.MAX_LINGER_MS),
            "The longest wait of an upload for its batch to fill, in milliseconds."),
    SHELVER_BATCH_DEADLINE_MS("5000", range(StreamSettings.MIN_BATCH_DEADLINE_MS, StreamSettings.MAX_BATCH_DEADLINE_MS),
            "The longest time for one batch, in milliseconds; a batch that takes longer stops the service."),
    SHELVER_READ_AGAIN("skip", oneOf("skip", "decide", "stop"),
            "What to do with uploads that were read before, if the group's place is lost or moved back."),
    SHELVER_GONE_UPLOADS("continue", oneOf("continue", "stop"),
            "What to do if uploads were deleted before they were read."),
    SHELVER_HTTP_PORT("8080", port(0).orWord("none"),
            "The port of HTTP; 0: any free port; none: no HTTP."),
    SHELVER_HTTP_HOST("127.0.0.1", as("a name or an address of this machine", HttpVariables::address),
            "The address of HTTP; 0.0.0.0: every address of this machine."),
    SHELVER_HTTP_TOKENS("",
            as("a file with a token of 16 characters or more on each line, or none", HttpVariables::tokens).optional(),
            "The tokens of which a caller needs one; none: every caller may ask; empty: the same, on loopback only."),
    SHELVER_LINK_SCHEMES("https", as(names(Scheme.values()) + "; separated by commas; or none", LinkVariables::schemes),
            "The kinds of links to pictures that are followed."),
    SHELVER_LINK_HOSTS("*", as("host names and *.suffix, separated by commas; or *", AllowedHosts::parse),
            "The hosts that links may name; *: every public host."),
    SHELVER_LINK_PORTS("", port(1).list(),
            "The ports that links may name besides those of their schemes."),
    SHELVER_LINK_NETWORKS("", as("addresses and networks such as 10.1.0.0/16", Network::parse).list(),
            "The addresses that links may lead to although they are not public."),
    SHELVER_LINK_MAX_BYTES("8388608", range(1024, 32 << 20),
            "The largest picture that is fetched, in bytes."),
    SHELVER_LINK_TIMEOUT_MS("2000", range(50, 60_000),
            "The longest time to fetch a picture, redirects and retries included, in milliseconds."),
    SHELVER_LINK_PATIENCE_MS("60000", range(0, StreamSettings.MAX_PICTURE_PATIENCE_MS),
            "The longest wait of an upload for a picture whose host asks to be asked later, in milliseconds; 0: it goes on without."),
    SHELVER_LINK_AGENT("", as("printable ASCII", LinkHeaders::requireAgent).optional(),
            "The User-Agent of requests for pictures; empty: shelver and its version."),
    SHELVER_LINK_HEADERS("", as("a file with a host and a header on each line", LinkVariables::headers).optional(),
            "Further headers for the hosts of pictures; they may hold secrets."),
    SHELVER_LINK_REDIRECTS("3", range(0, 10),
            "The most redirects that are followed; each is checked like a link."),
    SHELVER_LINK_PARALLEL("32", range(1, 256),
            "The most pictures that are fetched at a time."),
    SHELVER_LINK_CACHE_BYTES("268435456", range(0, 1L << 40),
            "The fetched pictures that are kept on disk, in bytes; 0: none."),
    SHELVER_LINK_CACHE("", as("a folder for this process alone", Path::of).optional(),
            "The folder for fetched pictures; empty: a temporary folder."),
    SHELVER_S3_BUCKETS("", as("names of buckets", LinkVariables::bucket).list(),
            "The buckets that links may name; required if s3 is allowed."),
    SHELVER_S3_ENDPOINT("", as("an http or https URL", LinkVariables::endpoint).optional(),
            "A server that speaks S3; empty: AWS."),
    SHELVER_S3_REGION("", matching("a region such as eu-central-1", "[a-z0-9-]{0,40}").optional(),
            "The region of the buckets; empty: as the AWS SDK finds it."),
    SHELVER_S3_PATH_STYLE("false", truth(),
            "Whether the bucket is named in the path instead of the host name."),
    SHELVER_SCHEMAS("", as("a folder of .avsc files", Path::of).optional(),
            "The schemas of writers that are newer than this release; empty: none."),
    SHELVER_UPLOAD_KEYS("text", oneOf("text", "json", "avro", "registry", "long", "int"),
            "How the keys of uploads hold the listing id: UTF-8, JSON, Avro, a registry's prefix before these, or a number in 8 or 4 bytes."),
    SHELVER_REGISTRY_URL("",
            as("http://host:port or https://host:port, and a path", StreamVariables::registry).optional(),
            "The schema registry, with Apicurio's API or Confluent's; empty: none, and events in single-object encoding."),
    SHELVER_EVENT_SERIALIZER(RegistrySettings.APICURIO_SERIALIZER, StreamVariables.CLASS,
            "The Kafka serializer of events if there is a registry; it writes the five-byte prefix."),
    SHELVER_EVENT_DESERIALIZER(RegistrySettings.APICURIO_DESERIALIZER, StreamVariables.CLASS,
            "The Kafka deserializer of events if there is a registry; it reads the five-byte prefix.");

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
