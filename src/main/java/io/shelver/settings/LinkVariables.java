// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import io.shelver.image.AllowedHosts;
import io.shelver.image.CacheSettings;
import io.shelver.image.FetchLimits;
import io.shelver.image.LinkRules;
import io.shelver.image.LinkSettings;
import io.shelver.image.Network;
import io.shelver.image.S3Settings;
import io.shelver.image.Scheme;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads what becomes of pictures by link. */
final class LinkVariables {
    private LinkVariables() {
    }

    static LinkSettings read(Environment environment) {
        Set<Scheme> schemes = environment.parsed(Setting.SHELVER_LINK_SCHEMES, Set.of(), LinkVariables::schemes);
        LinkRules rules = new LinkRules(schemes,
                environment.parsed(Setting.SHELVER_LINK_HOSTS, AllowedHosts.ANY, AllowedHosts::parse),
                environment.parsed(Setting.SHELVER_LINK_PORTS, Set.of(), LinkVariables::ports),
                environment.parsed(Setting.SHELVER_LINK_NETWORKS, List.of(),
                        value -> list(value).stream().map(Network::parse).toList()));
        FetchLimits limits = new FetchLimits(environment.number(Setting.SHELVER_LINK_MAX_BYTES, 1024, 32 << 20),
                Duration.ofMillis(environment.number(Setting.SHELVER_LINK_TIMEOUT_MS, 50, 60_000)),
                environment.number(Setting.SHELVER_LINK_REDIRECTS, 0, 10),
                environment.number(Setting.SHELVER_LINK_PARALLEL, 1, 256));
        String folder = environment.text(Setting.SHELVER_LINK_CACHE);
        CacheSettings cache = new CacheSettings(environment.parsed(Setting.SHELVER_LINK_CACHE_BYTES, 0L, value -> {
            long bytes = Long.parseLong(value);
            return bytes >= 0 && bytes <= 1L << 40 ? bytes : null;
        }), folder.isEmpty() ? Optional.empty() : Optional.of(Path.of(folder)));
        return new LinkSettings(rules, limits, cache, s3(environment, schemes));
    }

    private static S3Settings s3(Environment environment, Set<Scheme> schemes) {
        boolean allowed = schemes.contains(Scheme.S3);
        Set<String> buckets = environment.parsed(Setting.SHELVER_S3_BUCKETS, Set.of("not-named"), value -> {
            Set<String> named = Set.copyOf(list(value));
            new S3Settings(Optional.empty(), Optional.empty(), false, named);
            return named.isEmpty() && allowed ? null : named;
        });
        String region = environment.matching(Setting.SHELVER_S3_REGION, "[a-z0-9-]{0,40}");
        return new S3Settings(environment.parsed(Setting.SHELVER_S3_ENDPOINT, Optional.empty(), LinkVariables::endpoint),
                region.isEmpty() ? Optional.empty() : Optional.of(region),
                environment.truth(Setting.SHELVER_S3_PATH_STYLE), buckets);
    }

    private static Set<Scheme> schemes(String value) {
        return value.equals("none")
                ? Set.of()
                : list(value).stream().map(LinkVariables::scheme).collect(Collectors.toUnmodifiableSet());
    }

    private static Scheme scheme(String name) {
        return Arrays.stream(Scheme.values()).filter(scheme -> scheme.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst().orElseThrow(() -> new IllegalArgumentException("'%s' is no such scheme".formatted(name)));
    }

    private static Set<Integer> ports(String value) {
        Set<Integer> ports = list(value).stream().map(Integer::valueOf).collect(Collectors.toUnmodifiableSet());
        return new LinkRules(Set.of(), AllowedHosts.ANY, ports, List.of()).ports();
    }

    private static Optional<URI> endpoint(String value) {
        if (value.isEmpty()) {
            return Optional.empty();
        }
        URI endpoint = URI.create(value);
        if (!Set.of("http", "https").contains(String.valueOf(endpoint.getScheme())) || endpoint.getHost() == null
                || endpoint.getRawUserInfo() != null || endpoint.getRawQuery() != null) {
            throw new IllegalArgumentException("it is a scheme and a host, with a port where needed");
        }
        return Optional.of(endpoint);
    }

    private static List<String> list(String value) {
        return value.isBlank() ? List.of() : Arrays.stream(value.split(",", -1)).map(String::strip).toList();
    }
}
