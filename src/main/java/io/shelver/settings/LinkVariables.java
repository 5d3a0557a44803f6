// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import io.shelver.image.AllowedHosts;
import io.shelver.image.CacheSettings;
import io.shelver.image.FetchLimits;
import io.shelver.image.LinkHeaders;
import io.shelver.image.LinkRules;
import io.shelver.image.LinkSettings;
import io.shelver.image.Network;
import io.shelver.image.S3Settings;
import io.shelver.image.Scheme;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads the variables SHELVER_LINK_* and SHELVER_S3_*. */
final class LinkVariables {
    /** Stands for the buckets until the mistake that there are none is reported. */
    private static final List<String> MISSING = List.of("not-named");

    private LinkVariables() {
    }

    static LinkSettings read(Environment environment) {
        List<Scheme> schemes = environment.list(Setting.SHELVER_LINK_SCHEMES, Scheme.class);
        LinkRules rules = new LinkRules(Set.copyOf(schemes),
                environment.value(Setting.SHELVER_LINK_HOSTS, AllowedHosts.class),
                Set.copyOf(environment.list(Setting.SHELVER_LINK_PORTS, Integer.class)),
                environment.list(Setting.SHELVER_LINK_NETWORKS, Network.class));
        FetchLimits limits = new FetchLimits(environment.number(Setting.SHELVER_LINK_MAX_BYTES),
                environment.milliseconds(Setting.SHELVER_LINK_TIMEOUT_MS),
                environment.number(Setting.SHELVER_LINK_REDIRECTS),
                environment.number(Setting.SHELVER_LINK_PARALLEL));
        CacheSettings cache = new CacheSettings(environment.value(Setting.SHELVER_LINK_CACHE_BYTES, Long.class),
                environment.optional(Setting.SHELVER_LINK_CACHE, Path.class));
        return new LinkSettings(rules, headers(environment), limits,
                environment.milliseconds(Setting.SHELVER_LINK_PATIENCE_MS), cache,
                s3(environment, schemes.contains(Scheme.S3)));
    }

    private static LinkHeaders headers(Environment environment) {
        return environment.optional(Setting.SHELVER_LINK_HEADERS, LinkHeaders.class).orElse(LinkHeaders.NONE)
                .withAgent(environment.optional(Setting.SHELVER_LINK_AGENT, String.class));
    }

    static LinkHeaders headers(String value) {
        Path file = Path.of(value);
        LinkHeaders headers = LinkHeaders.read(file);
        SecretFiles.warnIfOthersRead(file);
        return headers;
    }

    private static S3Settings s3(Environment environment, boolean allowed) {
        List<String> buckets = environment.list(Setting.SHELVER_S3_BUCKETS, String.class);
        if (allowed && buckets.isEmpty()) {
            if (environment.given(Setting.SHELVER_S3_BUCKETS).isEmpty()) {
                environment.mistake(Setting.SHELVER_S3_BUCKETS);
            }
            buckets = MISSING;
        }
        return new S3Settings(environment.optional(Setting.SHELVER_S3_ENDPOINT, URI.class),
                environment.optional(Setting.SHELVER_S3_REGION, String.class),
                environment.truth(Setting.SHELVER_S3_PATH_STYLE), Set.copyOf(buckets));
    }

    static List<Scheme> schemes(String value) {
        return value.equals("none") ? List.of() : Legal.split(value).stream().map(LinkVariables::scheme).toList();
    }

    private static Scheme scheme(String name) {
        return Arrays.stream(Scheme.values()).filter(scheme -> scheme.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'%s' is not one of the schemes".formatted(name)));
    }

    static String bucket(String name) {
        // The record knows which names S3 allows.
        return new S3Settings(Optional.empty(), Optional.empty(), false, Set.of(name)).buckets().iterator().next();
    }

    static URI endpoint(String value) {
        URI endpoint = URI.create(value);
        if (!Set.of("http", "https").contains(String.valueOf(endpoint.getScheme())) || endpoint.getHost() == null
                || endpoint.getRawUserInfo() != null || endpoint.getRawQuery() != null) {
            throw new IllegalArgumentException("it must have the form http://host:port or https://host:port");
        }
        return endpoint;
    }
}
