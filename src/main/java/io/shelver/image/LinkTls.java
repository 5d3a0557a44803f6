// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.client5.http.ssl.HostnameVerificationPolicy;
import org.apache.hc.client5.http.ssl.HttpsSupport;
import org.apache.hc.client5.http.ssl.TlsSocketStrategy;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.reactor.ssl.SSLBufferMode;
import org.apache.hc.core5.ssl.SSLContexts;

/**
 * TLS to the hosts of links. Java takes no name with an underscore, or with a hyphen at the edge of a label, for a host: it does not tell the server which host
 * is meant (RFC 6066), and refuses every certificate. Picture servers have such names. For them the name is sent all
 * the same, and the HTTP client checks the certificate.
 */
final class LinkTls implements TlsSocketStrategy {
    private static final Pattern UNUSUAL = Pattern.compile("_|(^|\\.)-|-(\\.|$)");

    private final DefaultClientTlsStrategy usual;
    private final DefaultClientTlsStrategy unusual;
    /** A connection is made on one thread, and the HTTP client does not tell the name to whom it lets set the socket up. */
    private final ThreadLocal<String> target = new ThreadLocal<>();

    LinkTls(SSLContext context) {
        this.usual = new DefaultClientTlsStrategy(context, HostnameVerificationPolicy.BUILTIN, null);
        this.unusual = new DefaultClientTlsStrategy(context, null, null, SSLBufferMode.STATIC,
                HostnameVerificationPolicy.CLIENT, HttpsSupport.getDefaultHostnameVerifier()) {
            @Override
            protected void initializeSocket(SSLSocket socket) {
                SSLParameters parameters = socket.getSSLParameters();
                parameters.setServerNames(List.of(new HostNameAsItIs(target.get())));
                socket.setSSLParameters(parameters);
            }
        };
    }

    static LinkTls createDefault() {
        return new LinkTls(SSLContexts.createDefault());
    }

    @Override
    public SSLSocket upgrade(Socket socket, String host, int port, Object attachment, HttpContext context)
            throws IOException {
        if (!UNUSUAL.matcher(host).find()) {
            return usual.upgrade(socket, host, port, attachment, context);
        }
        target.set(host);
        try {
            return unusual.upgrade(socket, host, port, attachment, context);
        } finally {
            target.remove();
        }
    }

    private static final class HostNameAsItIs extends SNIServerName {
        HostNameAsItIs(String host) {
            super(StandardConstants.SNI_HOST_NAME, host.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
