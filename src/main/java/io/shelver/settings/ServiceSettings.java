// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import io.shelver.http.HttpSettings;
import io.shelver.image.LinkSettings;
import io.shelver.stream.format.EventFormat;
import io.shelver.stream.format.RegistryFormat;
import io.shelver.stream.format.RegistrySettings;
import io.shelver.stream.format.SingleObjectFormat;
import io.shelver.stream.kafka.PlacePolicy;
import io.shelver.stream.kafka.StreamSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Everything that the environment says to a command that speaks with Kafka.
 *
 * @param places
 *            what to do if the group's place in the uploads is not where it should be
 * @param schemas
 *            the folder with the schemas of newer writers
 * @param registry
 *            the schema registry; empty if events have the single-object encoding
 * @param http
 *            the HTTP server; empty if the command serves nothing
 */
public record ServiceSettings(ModelSettings models, LinkSettings links, StreamSettings stream, PlacePolicy places,
        Optional<Path> schemas, Optional<RegistrySettings> registry, Optional<HttpSettings> http) {

    /**
     * Reads the settings of a command that serves no HTTP.
     *
     * @param bootstrapServers
     *            the brokers to ask first; empty: those of SHELVER_BOOTSTRAP_SERVERS
     * @throws SettingsException
     *             if there are mistakes; its message lists all
     */
    public static ServiceSettings from(Map<String, String> environment, Optional<String> bootstrapServers) {
        return from(environment, bootstrapServers, false);
    }

    /** The same for a command that serves HTTP. */
    public static ServiceSettings serving(Map<String, String> environment, Optional<String> bootstrapServers) {
        return from(environment, bootstrapServers, true);
    }

    private static ServiceSettings from(Map<String, String> variables, Optional<String> bootstrapServers,
            boolean servesHttp) {
        Environment environment = new Environment(variables);
        ModelSettings models = ModelVariables.read(environment);
        LinkSettings links = LinkVariables.read(environment);
        StreamSettings stream = StreamVariables.read(environment,
                bootstrapServers.orElseGet(() -> StreamVariables.bootstrapServers(environment)),
                models.batchDeadline());
        Optional<HttpSettings> http = servesHttp
                ? HttpVariables.read(environment, stream.topics().maxUploadBytes(), models.batchDeadline())
                : Optional.empty();
        ServiceSettings settings = new ServiceSettings(models, links, stream,
                StreamVariables.places(environment), environment.optional(Setting.SHELVER_SCHEMAS, Path.class),
                StreamVariables.registry(environment), http);
        environment.refuseMistakes();
        return settings;
    }

    /** With other brokers to ask first. */
    public ServiceSettings withBootstrapServers(String servers) {
        return with(stream.withBootstrapServers(servers));
    }

    /** With the number of partitions that the uploads topic really has: deadlines and caches are sized by it. */
    public ServiceSettings withPartitions(int partitions) {
        return with(stream.withTopics(stream.topics().withPartitions(partitions)));
    }

    private ServiceSettings with(StreamSettings other) {
        return new ServiceSettings(models, links, other, places, schemas, registry, http);
    }

    /** With another folder of schemas, if there is one. */
    public ServiceSettings withSchemas(Optional<Path> others) {
        return new ServiceSettings(models, links, stream, places, others.or(() -> schemas), registry, http);
    }

    /** How events are read and written. Asks the registry, if there is one. */
    public EventFormat format() {
        SingleObjectFormat single = schemas.map(SingleObjectFormat::withSchemas)
                .orElseGet(SingleObjectFormat::ofThisRelease);
        return registry.<EventFormat>map(asked -> RegistryFormat.open(stream, asked, single)).orElse(single);
    }
}
