// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream.kafka;

import io.shelver.stream.topics.Acls;
import io.shelver.stream.topics.Principal;
import io.shelver.stream.workbench.EmbeddedBroker;

import io.shelver.testing.Authority;
import io.shelver.testing.TokenEndpoint;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerValidatorCallbackHandler;
import org.apache.kafka.common.security.plain.PlainLoginModule;
import org.apache.kafka.common.security.scram.ScramLoginModule;
import org.apache.kafka.metadata.authorizer.StandardAuthorizer;

/**
 * A broker that lets nobody do anything without TLS, a name and an ACL. A principal's password is its name and
 * {@value #PASSWORD}.
 */
public final class SecuredBroker implements AutoCloseable {
    private static final String ADMIN = "admin";
    private static final String PASSWORD = "-s3cret-\"of\\a test";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final EmbeddedBroker broker;
    private final Authority authority;
    private final TokenEndpoint tokens;
    private final String sasl;
    private final String tls;
    private final Admin admin;

    private SecuredBroker(EmbeddedBroker broker, Authority authority, TokenEndpoint tokens, String sasl, String tls)
            throws Exception {
        this.broker = broker;
        this.authority = authority;
        this.tokens = tokens;
        this.sasl = sasl;
        this.tls = tls;
        Map<String, Object> properties = new HashMap<>(withCertificate(ADMIN));
        properties.put("bootstrap.servers", tls);
        this.admin = Admin.create(properties);
    }

    /** @param folder for keys */
    public static SecuredBroker start(Path folder) throws Exception {
        Authority authority = Authority.in(folder);
        TokenEndpoint tokens = TokenEndpoint.start();
        // For the broker, which asks for the keys in this JVM; a process of a client must do without.
        System.setProperty(BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_URLS_CONFIG,
                tokens.keys() + "," + tokens.tokens());
        String sasl = "127.0.0.1:" + EmbeddedBroker.freePort();
        String tls = "127.0.0.1:" + EmbeddedBroker.freePort();
        Map<String, String> properties = properties(sasl, tls, "127.0.0.1:" + EmbeddedBroker.freePort(), tokens);
        properties.putAll(authority.trusted());
        properties.putAll(authority.signed("broker"));
        return new SecuredBroker(EmbeddedBroker.start(properties), authority, tokens, sasl, tls);
    }

    private static Map<String, String> properties(String sasl, String tls, String controller, TokenEndpoint tokens) {
        Map<String, String> properties = new HashMap<>();
        properties.put("listeners", "SASL://%s,TLS://%s,CONTROLLER://%s".formatted(sasl, tls, controller));
        properties.put("advertised.listeners", "SASL://%s,TLS://%s".formatted(sasl, tls));
        properties.put("listener.security.protocol.map", "SASL:SASL_SSL,TLS:SSL,CONTROLLER:SSL");
        properties.put("controller.quorum.voters", "1@" + controller);
        properties.put("inter.broker.listener.name", "TLS");
        properties.put("listener.name.tls.ssl.client.auth", "required");
        properties.put("listener.name.controller.ssl.client.auth", "required");
        properties.put("ssl.principal.mapping.rules", "RULE:^CN=([a-z-]+)$/$1/");
        properties.put("authorizer.class.name", StandardAuthorizer.class.getName());
        properties.put("allow.everyone.if.no.acl.found", "false");
        properties.put("super.users", "User:broker;User:admin");
        properties.put("sasl.enabled.mechanisms", "PLAIN,SCRAM-SHA-512,OAUTHBEARER");
        properties.put("listener.name.sasl.plain.sasl.jaas.config",
                jaas(PlainLoginModule.class, Map.of("user_shelver", password("shelver"))));
        properties.put("listener.name.sasl.scram-sha-512.sasl.jaas.config", jaas(ScramLoginModule.class, Map.of()));
        String bearer = "listener.name.sasl.oauthbearer.";
        properties.put(bearer + "sasl.jaas.config", jaas(OAuthBearerLoginModule.class, Map.of()));
        properties.put(bearer + "sasl.server.callback.handler.class",
                OAuthBearerValidatorCallbackHandler.class.getName());
        properties.put(bearer + "sasl.oauthbearer.jwks.endpoint.url", tokens.keys());
        properties.put(bearer + "sasl.oauthbearer.expected.audience", TokenEndpoint.AUDIENCE);
        return properties;
    }

    /** A value may hold anything when its quotes and backslashes are escaped. */
    public static String jaas(Class<?> module, Map<String, String> options) {
        StringBuilder jaas = new StringBuilder(module.getName()).append(" required");
        options.forEach((name, value) -> jaas.append(' ').append(name).append("=\"")
                .append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"'));
        return jaas.append(';').toString();
    }

    public static String password(String principal) {
        return principal + PASSWORD;
    }

    public String saslServers() {
        return sasl;
    }

    public String tlsServers() {
        return tls;
    }

    public Authority authority() {
        return authority;
    }

    /** Like these settings, but for another principal. */
    public StreamSettings as(Principal principal, StreamSettings settings) throws Exception {
        return with(settings, sasl, withScram(principal.key(), password(principal.key())));
    }

    /** Like these settings, but for one who may do everything. */
    public StreamSettings asAdmin(StreamSettings settings) throws Exception {
        return with(settings, tls, withCertificate(ADMIN));
    }

    private static StreamSettings with(StreamSettings settings, String servers, Map<String, String> security) {
        Map<String, String> overrides = new HashMap<>(settings.overrides());
        overrides.putAll(security);
        return new StreamSettings(settings.applicationId(), servers, settings.topics(), settings.threads(),
                settings.slots(), settings.linger(), settings.batchDeadline(), overrides);
    }

    /** Gives a principal its SCRAM password and its secret for tokens. PLAIN knows {@code shelver} only. */
    public void enrol(Collection<String> principals) throws Exception {
        List<UserScramCredentialAlteration> credentials = new ArrayList<>();
        for (String principal : principals) {
            tokens.allow(principal, password(principal));
            credentials.add(new UserScramCredentialUpsertion(principal,
                    new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), password(principal)));
        }
        admin.alterUserScramCredentials(credentials).all().get();
        await(() -> admin.describeUserScramCredentials().users().get().containsAll(principals));
    }

    public Map<String, String> withPlain(String principal, String password) throws Exception {
        return sasl("PLAIN", jaas(PlainLoginModule.class, Map.of("username", principal, "password", password)));
    }

    public Map<String, String> withScram(String principal, String password) throws Exception {
        return sasl("SCRAM-SHA-512", jaas(ScramLoginModule.class,
                Map.of("username", principal, "password", password)));
    }

    public Map<String, String> withToken(String principal, String secret) throws Exception {
        Map<String, String> properties = sasl("OAUTHBEARER", jaas(OAuthBearerLoginModule.class, Map.of()));
        properties.put("sasl.oauthbearer.client.credentials.client.id", principal);
        properties.put("sasl.oauthbearer.client.credentials.client.secret", secret);
        properties.put("sasl.login.callback.handler.class", OAuthBearerLoginCallbackHandler.class.getName());
        properties.put("sasl.oauthbearer.token.endpoint.url", tokens.tokens());
        return properties;
    }

    private Map<String, String> sasl(String mechanism, String jaas) throws Exception {
        Map<String, String> properties = new HashMap<>(authority.trusted());
        properties.put("security.protocol", "SASL_SSL");
        properties.put("sasl.mechanism", mechanism);
        properties.put("sasl.jaas.config", jaas);
        return properties;
    }

    public Map<String, String> withCertificate(String principal) throws Exception {
        Map<String, String> properties = new HashMap<>(authority.trusted());
        properties.putAll(authority.signed(principal));
        properties.put("security.protocol", "SSL");
        return properties;
    }

    /** Allows each principal what it needs with these settings, and nobody anything else. */
    public void allowAll(StreamSettings settings) throws Exception {
        allow(Acls.of(settings).stream().flatMap(grant -> grant.bindings().stream()).toList());
    }

    public void allowNothing() throws Exception {
        allow(List.of());
    }

    /** Makes these the ACLs, and no others. */
    public void allow(Collection<AclBinding> acls) throws Exception {
        Set<AclBinding> wanted = Set.copyOf(acls);
        Set<AclBinding> there = acls();
        Set<AclBinding> missing = new HashSet<>(wanted);
        missing.removeAll(there);
        admin.createAcls(missing).all().get();
        there.removeAll(wanted);
        admin.deleteAcls(there.stream().map(AclBinding::toFilter).toList()).all().get();
        await(() -> acls().equals(wanted));
    }

    /** As the broker has them, which may be a little later than the controller. */
    private Set<AclBinding> acls() throws ExecutionException, InterruptedException {
        return new HashSet<>(admin.describeAcls(AclBindingFilter.ANY).values().get());
    }

    private interface Condition {
        boolean holds() throws Exception;
    }

    private static void await(Condition condition) throws Exception {
        Instant until = Instant.now().plus(SOON);
        while (!condition.holds()) {
            if (Instant.now().isAfter(until)) {
                throw new IllegalStateException("the broker does not follow");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Override
    public void close() {
        admin.close();
        broker.close();
        tokens.close();
        System.clearProperty(BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_URLS_CONFIG);
    }
}
