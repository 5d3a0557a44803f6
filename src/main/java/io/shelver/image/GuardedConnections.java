// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.SchemePortResolver;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.io.DefaultHttpClientConnectionOperator;
import org.apache.hc.client5.http.impl.io.ManagedHttpClientConnectionFactory;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionOperator;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.URIScheme;
import org.apache.hc.core5.http.config.Http1Config;
import org.apache.hc.core5.http.config.RegistryBuilder;
import org.apache.hc.core5.util.Timeout;

/** Connections to hosts that links may lead to. Open connections are used again. */
final class GuardedConnections extends PoolingHttpClientConnectionManagerBuilder {
    private static final int MAX_HEADER_LINE = 8_192;
    private static final int MAX_HEADERS = 100;
    private static final int MAX_PER_HOST = 32;

    private final AddressRules rules;

    private GuardedConnections(AddressRules rules) {
        this.rules = rules;
    }

    static PoolingHttpClientConnectionManager open(AddressRules rules, GuardedResolver resolver, TlsSocketStrategy tls,
            FetchLimits limits) {
        return new GuardedConnections(rules).setDnsResolver(dnsResolver(resolver)).setTlsSocketStrategy(tls)
                .setMaxConnTotal(2 * limits.parallel()).setMaxConnPerRoute(Math.min(MAX_PER_HOST, limits.parallel()))
                .setConnectionFactory(ManagedHttpClientConnectionFactory.builder().http1Config(Http1Config.custom()
                        .setMaxLineLength(MAX_HEADER_LINE).setMaxHeaderCount(MAX_HEADERS).build()).build())
                .setDefaultConnectionConfig(ConnectionConfig.custom()
                        .setConnectTimeout(Timeout.of(limits.timeout())).setSocketTimeout(Timeout.of(limits.timeout()))
                        // A name may get a new address, which an old connection would never notice.
                        .setTimeToLive(1, TimeUnit.MINUTES).build())
                .build();
    }

    @Override
    protected HttpClientConnectionOperator createConnectionOperator(SchemePortResolver ports, DnsResolver resolver,
            TlsSocketStrategy tls) {
        return new DefaultHttpClientConnectionOperator(proxy -> new GuardedSocket(rules), ports, resolver,
                RegistryBuilder.<TlsSocketStrategy>create().register(URIScheme.HTTPS.id, tls).build());
    }

    private static DnsResolver dnsResolver(GuardedResolver resolver) {
        return new DnsResolver() {
            @Override
            public List<InetSocketAddress> resolve(String host, int port) throws UnknownHostException {
                try {
                    return resolver.resolve(HostName.asJudged(host), port);
                } catch (UnknownHostException e) {
                    throw e;
                } catch (IOException e) {
                    // The interface allows no other exception.
                    UnknownHostException refused = new UnknownHostException(e.getMessage());
                    refused.initCause(e);
                    throw refused;
                }
            }

            @Override
            public InetAddress[] resolve(String host) throws UnknownHostException {
                return resolve(host, 0).stream().map(InetSocketAddress::getAddress).toArray(InetAddress[]::new);
            }

            @Override
            public String resolveCanonicalHostname(String host) {
                return host;
            }
        };
    }
}
