// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.http.HttpSettings;
import io.shelver.image.AllowedHosts;
import io.shelver.image.CacheSettings;
import io.shelver.image.FetchLimits;
import io.shelver.image.LinkHeaders;
import io.shelver.image.LinkRules;
import io.shelver.image.LinkSettings;
import io.shelver.image.Network;
import io.shelver.image.S3Settings;
import io.shelver.image.Scheme;
import io.shelver.inference.Provider;
import io.shelver.testing.KeyFiles;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {

    @Test
    void withoutAnySettingTheDefaultsHold() {
        ModelSettings settings = ModelSettings.from(Map.of());

        assertThat(settings.bundle()).isEqualTo(Path.of("models/bundles/fashion"));
        assertThat(settings.bundleKeys()).hasToString("no keys");
        assertThat(settings.providers()).containsExactly(Provider.CPU);
        assertThat(settings.providerFallback()).isFalse();
        assertThat(settings.modelThreads()).isEqualTo(Runtime.getRuntime().availableProcessors());
        assertThat(settings.repeatsBytes()).isEqualTo(64 << 20);
        assertThat(settings.errorTarget()).isEmpty();
        assertThat(settings.batchDeadline()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void valuesComeFromTheEnvironment() {
        ModelSettings settings = ModelSettings
                .from(Map.of("SHELVER_PROVIDERS", "cuda, cpu", "SHELVER_PROVIDER_FALLBACK", "true",
                        "SHELVER_MODEL_THREADS", "3", "SHELVER_REPEATS_MB", "4096", "SHELVER_ERROR_TARGET", "0.05",
                        "PATH",
                        "elsewhere"));

        assertThat(settings.providers()).isEqualTo(List.of(Provider.CUDA, Provider.CPU));
        assertThat(settings.providerFallback()).isTrue();
        assertThat(settings.modelThreads()).isEqualTo(3);
        assertThat(settings.repeatsBytes()).isEqualTo(4L << 30);
        assertThat(settings.withoutRepeats().repeatsBytes()).isZero();
        assertThat(settings.withoutRepeats().with(settings.bundle())).isEqualTo(settings.withoutRepeats());
        assertThat(settings.errorTarget()).hasValue(0.05);
    }

    @Test
    void whatIsRememberedTakesHalfOfTheHeapAtMost() {
        ModelSettings settings = ModelSettings.from(Map.of("SHELVER_REPEATS_MB", "512"));

        assertThatCode(() -> settings.requireHeap(1L << 30)).doesNotThrowAnyException();
        assertThatThrownBy(() -> settings.requireHeap((1L << 30) - 1)).isInstanceOf(SettingsException.class)
                .hasMessageContaining(
                        "SHELVER_REPEATS_MB is 512: that may take half of the heap at most, which has 1,023 MB");
        assertThatCode(() -> settings.withoutRepeats().requireHeap(1)).doesNotThrowAnyException();
    }

    @Test
    void keysAreReadFromAFileOrAFolder(@TempDir Path folder) throws Exception {
        KeyFiles keys = KeyFiles.draw(folder.resolve("private"), "one");
        Path trusted = Files.createDirectory(folder.resolve("public"));
        Files.copy(keys.publicKey(), trusted.resolve("one.pem"));
        Files.copy(KeyFiles.draw(folder.resolve("private"), "two").publicKey(), trusted.resolve("two.pem"));

        assertThat(ModelSettings.from(Map.of("SHELVER_BUNDLE_KEYS", keys.publicKey().toString())).bundleKeys())
                .hasToString("1 key");
        assertThat(ModelSettings.from(Map.of("SHELVER_BUNDLE_KEYS", trusted.toString())).bundleKeys())
                .hasToString("2 keys");
    }

    @Test
    void allMistakesAreReportedTogether() {
        Map<String, String> environment = Map.of("SHELVER_PROVIDERS", "gpu", "SHELVER_PROVIDER_FALLBACK", "perhaps",
                "SHELVER_MODEL_THREADS", "-1", "SHELVER_REPEATS_MB", "16385",
                "SHELVER_ERROR_TARGET", "2", "SHELVER_BUNDEL", "x", "SHELVER_BUNDLE_KEYS", "nowhere.pem",
                "SHELVER_LOG_FORMAT", "xml");

        assertThatThrownBy(() -> ModelSettings.from(environment)).isInstanceOf(SettingsException.class)
                .hasMessageContaining("SHELVER_BUNDEL is no setting").hasMessageContaining("SHELVER_PROVIDERS is 'gpu'")
                .hasMessageContaining("SHELVER_PROVIDER_FALLBACK is 'perhaps', legal is: true or false")
                .hasMessageContaining("SHELVER_MODEL_THREADS is '-1', legal is: 0 to 256")
                .hasMessageContaining("SHELVER_REPEATS_MB is '16385', legal is: 0 to 16384")
                .hasMessageContaining("SHELVER_ERROR_TARGET is '2'")
                .hasMessageContaining("SHELVER_BUNDLE_KEYS is 'nowhere.pem': no keys can be read")
                .hasMessageContaining("SHELVER_LOG_FORMAT is 'xml', legal is: text or json");
    }

    @Test
    void withoutAnySettingLinksAreFollowedToPublicHostsByHttps() {
        LinkSettings links = links(Map.of());

        assertThat(links.rules()).isEqualTo(LinkRules.PUBLIC_HTTPS);
        assertThat(links.limits()).isEqualTo(new FetchLimits(8 << 20, Duration.ofSeconds(2), 3, 32));
        assertThat(links.cache()).isEqualTo(new CacheSettings(256 << 20, Optional.empty()));
        assertThat(links.s3()).isEqualTo(S3Settings.NONE);
        assertThat(links.headers()).isEqualTo(LinkHeaders.NONE);
        assertThat(patience(Map.of())).isEqualTo(Duration.ofSeconds(60));
    }

    @Test
    void whoAsksForPicturesComesFromTheEnvironment(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("headers"), """
                # for our own shop
                images.example.com Authorization: Bearer very-secret

                http://*.example.org X-Shop:7
                """);

        LinkHeaders headers = links(Map.of("SHELVER_LINK_AGENT", "Example bot 1", "SHELVER_LINK_HEADERS",
                file.toString())).headers();

        assertThat(headers.agent()).contains("Example bot 1");
        assertThat(headers.headers()).containsExactly(
                new LinkHeaders.Header(false, AllowedHosts.parse("images.example.com"), "Authorization",
                        "Bearer very-secret"),
                new LinkHeaders.Header(true, AllowedHosts.parse("*.example.org"), "X-Shop", "7"));
        assertThat(patience(Map.of("SHELVER_LINK_PATIENCE_MS", "0"))).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "images.example.com Authorization Bearer very-secret | line 1 is not a header for a host",
            "Authorization: Bearer very-secret | line 1 is not a header for a host",
            "images.example.com Host: very-secret | line 1: the header Host is the client's own",
            "images.example.com Proxy-Authorization: very-secret | line 1: the header Proxy-Authorization is the client's",
            "images.example.com X: very-secr\u00e9t | line 1: the value of the header X is empty or has characters other",
            "images.example.com X: | line 1: the value of the header X is empty"})
    void aHeaderThatCannotBeSentIsRefusedWithoutItsValue(String line, String why, @TempDir Path folder)
            throws Exception {
        Path file = Files.writeString(folder.resolve("headers"), line);

        assertThatThrownBy(() -> links(Map.of("SHELVER_LINK_HEADERS", file.toString())))
                .isInstanceOf(SettingsException.class).hasMessageContaining(why).hasMessageNotContaining("very-secr");
    }

    private static Duration patience(Map<String, String> environment) {
        return ServiceSettings.from(environment, Optional.of("localhost:9092")).stream().picturePatience();
    }

    @Test
    void whereLinksMayLeadComesFromTheEnvironment() {
        LinkSettings links = links(Map.ofEntries(Map.entry("SHELVER_LINK_SCHEMES", "https, http,s3"),
                Map.entry("SHELVER_LINK_HOSTS", "images.example.com, *.Example.org"),
                Map.entry("SHELVER_LINK_PORTS", "8080,8443"), Map.entry("SHELVER_LINK_NETWORKS", "10.1.0.0/16, ::1"),
                Map.entry("SHELVER_LINK_MAX_BYTES", "1024"), Map.entry("SHELVER_LINK_TIMEOUT_MS", "50"),
                Map.entry("SHELVER_LINK_REDIRECTS", "0"), Map.entry("SHELVER_LINK_PARALLEL", "1"),
                Map.entry("SHELVER_LINK_CACHE_BYTES", "0"), Map.entry("SHELVER_LINK_CACHE", "cache"),
                Map.entry("SHELVER_S3_BUCKETS", "photos,more.photos"),
                Map.entry("SHELVER_S3_ENDPOINT", "http://minio:9000"),
                Map.entry("SHELVER_S3_REGION", "eu-central-1"), Map.entry("SHELVER_S3_PATH_STYLE", "true")));

        assertThat(links.rules()).isEqualTo(new LinkRules(Set.of(Scheme.HTTPS, Scheme.HTTP, Scheme.S3),
                new AllowedHosts(List.of("images.example.com", "*.example.org")), Set.of(8080, 8443),
                List.of(Network.parse("10.1.0.0/16"), Network.parse("::1"))));
        assertThat(links.limits()).isEqualTo(new FetchLimits(1024, Duration.ofMillis(50), 0, 1));
        assertThat(links.cache()).isEqualTo(new CacheSettings(0, Optional.of(Path.of("cache"))));
        assertThat(links.s3()).isEqualTo(new S3Settings(Optional.of(URI.create("http://minio:9000")),
                Optional.of("eu-central-1"), true, Set.of("photos", "more.photos")));
    }

    @Test
    void linksMayBeSwitchedOff() {
        assertThat(links(Map.of("SHELVER_LINK_SCHEMES", "none")).rules().schemes()).isEmpty();
    }

    @Test
    void allMistakesAboutLinksAreReportedTogether() {
        Map<String, String> environment = Map.ofEntries(Map.entry("SHELVER_LINK_SCHEMES", "ftp"),
                Map.entry("SHELVER_LINK_HOSTS", "http://a"), Map.entry("SHELVER_LINK_PORTS", "0"),
                Map.entry("SHELVER_LINK_NETWORKS", "10.0.0.0/40"), Map.entry("SHELVER_LINK_MAX_BYTES", "1"),
                Map.entry("SHELVER_LINK_TIMEOUT_MS", "0"), Map.entry("SHELVER_LINK_REDIRECTS", "11"),
                Map.entry("SHELVER_LINK_PARALLEL", "0"), Map.entry("SHELVER_LINK_PATIENCE_MS", "-1"),
                Map.entry("SHELVER_LINK_AGENT", "b\u00f6t"), Map.entry("SHELVER_LINK_HEADERS", "nowhere"),
                Map.entry("SHELVER_LINK_CACHE_BYTES", "-1"),
                Map.entry("SHELVER_S3_BUCKETS", "A"), Map.entry("SHELVER_S3_ENDPOINT", "minio:9000"),
                Map.entry("SHELVER_S3_REGION", "a b"), Map.entry("SHELVER_S3_PATH_STYLE", "yes"));

        assertThatThrownBy(() -> links(environment)).isInstanceOf(SettingsException.class).satisfies(
                refused -> assertThat(environment.keySet()).allSatisfy(name -> assertThat(refused)
                        .hasMessageContaining(name + " is '")));
    }

    @Test
    void s3NeedsToKnowItsBuckets() {
        assertThatThrownBy(() -> links(Map.of("SHELVER_LINK_SCHEMES", "s3")))
                .isInstanceOf(SettingsException.class).hasMessageContaining("SHELVER_S3_BUCKETS is ''");
    }

    private static LinkSettings links(Map<String, String> environment) {
        return ServiceSettings.from(environment, Optional.of("localhost:9092")).links();
    }

    @Test
    void withoutAnySettingHttpIsServedOnLoopbackToAnybody() {
        HttpSettings http = http(Map.of()).orElseThrow();

        assertThat(http.host()).isEqualTo("127.0.0.1");
        assertThat(http.port()).isEqualTo(8080);
        assertThat(http.tokens().areAsked()).isFalse();
        assertThat(http.maxUploadBytes()).isEqualTo(4 << 20);
        assertThat(http.deadline()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void whereAndToWhomHttpIsServedComesFromTheEnvironment(@TempDir Path folder) throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), "0123456789abcdef\nfedcba9876543210\n");

        HttpSettings http = http(Map.of("SHELVER_HTTP_PORT", "0", "SHELVER_HTTP_HOST", "0.0.0.0",
                "SHELVER_HTTP_TOKENS", tokens.toString())).orElseThrow();

        assertThat(http.port()).isZero();
        assertThat(http.host()).isEqualTo("0.0.0.0");
        assertThat(http.tokens()).hasToString("2 tokens");
        assertThat(http(Map.of("SHELVER_HTTP_PORT", "none"))).isEmpty();
    }

    @Test
    void httpIsServedToOthersOnlyWithTokensOrOnPurpose() {
        Map<String, String> open = Map.of("SHELVER_HTTP_HOST", "0.0.0.0");
        Map<String, String> onPurpose = Map.of("SHELVER_HTTP_HOST", "0.0.0.0", "SHELVER_HTTP_TOKENS", "none");

        assertThatThrownBy(() -> http(open)).isInstanceOf(SettingsException.class).hasMessageContaining(
                "SHELVER_HTTP_TOKENS is '': SHELVER_HTTP_HOST is not loopback, so others can ask: name a file of tokens, or say 'none' to let anybody");
        assertThat(http(onPurpose).orElseThrow().tokens().areAsked()).isFalse();
    }

    @Test
    void allMistakesAboutHttpAreReportedTogether(@TempDir Path folder) throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), "short-secret\n");
        Map<String, String> environment = Map.of("SHELVER_HTTP_PORT", "65536", "SHELVER_HTTP_HOST", "no host",
                "SHELVER_HTTP_TOKENS", tokens.toString());

        assertThatThrownBy(() -> http(environment)).isInstanceOf(SettingsException.class)
                .hasMessageContaining("SHELVER_HTTP_PORT is '65536', legal is: 0 to 65535, or none")
                .hasMessageContaining("SHELVER_HTTP_HOST is 'no host': no such host")
                .hasMessageContaining("token 1 has 12 characters").hasMessageNotContaining("secret");
    }

    @Test
    void commandsThatServeNothingDoNotAskForTokens() {
        assertThat(ServiceSettings.from(Map.of("SHELVER_HTTP_HOST", "0.0.0.0"), Optional.of("localhost:9092")).http())
                .isEmpty();
    }

    private static Optional<HttpSettings> http(Map<String, String> environment) {
        return ServiceSettings.serving(environment, Optional.of("localhost:9092")).http();
    }

    @Test
    void kafkasOwnSettingsPassUnderTheNamesThatKafkasImageGivesThem() {
        Map<String, String> environment = Map.of("KAFKA_SECURITY_PROTOCOL", "SASL_SSL",
                "KAFKA_CONSUMER_MAX_POLL_RECORDS", "7", "KAFKA_SASL_LOGIN_SOME__NAME___HERE", "x",
                "KAFKA_ODD____NAME", "y", "SHELVER_APPLICATION_ID", "z");

        assertThat(ServiceSettings.from(environment, Optional.of("nowhere:1")).stream().overrides()).isEqualTo(
                Map.of("security.protocol", "SASL_SSL", "consumer.max.poll.records", "7",
                        "sasl.login.some_name-here", "x", "odd____name", "y"));
    }
}
