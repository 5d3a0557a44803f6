// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.testing;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/** A certificate authority for one test, made by the {@code keytool} of the JDK that runs the test. */
public final class Authority {
    private static final String PASSWORD = "keystore-of-a-test";
    private static final String SELF = "authority";

    private final Path keystore;

    private Authority(Path keystore) {
        this.keystore = keystore;
    }

    public static Authority in(Path folder) throws IOException, InterruptedException {
        Authority authority = new Authority(folder.resolve("authority.p12"));
        authority.keytool("-alias", SELF, "-dname", "CN=" + SELF, "-ext", "bc:critical=ca:true");
        return authority;
    }

    private void keytool(String... arguments) throws IOException, InterruptedException {
        String[] common = {System.getProperty("java.home") + "/bin/keytool", "-J-XX:TieredStopAtLevel=1", "-genkeypair",
                "-keyalg", "EC",
                "-groupname", "secp256r1", "-validity", "2", "-keystore", keystore.toString(), "-storepass", PASSWORD};
        String[] command = Arrays.copyOf(common, common.length + arguments.length);
        System.arraycopy(arguments, 0, command, common.length, arguments.length);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool failed: " + said);
        }
    }

    /** Client properties that trust this authority alone. */
    public Map<String, String> trusted() throws IOException, GeneralSecurityException {
        return Map.of("ssl.truststore.type", "PEM", "ssl.truststore.certificates",
                pem(open().getCertificate(SELF)));
    }

    /** Properties with a certificate of {@code CN=name}, for clients and for the host 127.0.0.1 by its address alone. */
    public Map<String, String> signed(String name) throws IOException, GeneralSecurityException, InterruptedException {
        if (!open().containsAlias(name)) {
            keytool("-alias", name, "-dname", "CN=" + name, "-signer", SELF, "-ext", "san=ip:127.0.0.1");
        }
        KeyStore keys = open();
        return Map.of("ssl.keystore.type", "PEM",
                "ssl.keystore.certificate.chain",
                Arrays.stream(keys.getCertificateChain(name)).map(Authority::pem).collect(Collectors.joining("\n")),
                "ssl.keystore.key",
                pem("PRIVATE KEY", keys.getKey(name, PASSWORD.toCharArray()).getEncoded()));
    }

    private KeyStore open() throws IOException, GeneralSecurityException {
        return KeyStore.getInstance(keystore.toFile(), PASSWORD.toCharArray());
    }

    private static String pem(Certificate certificate) {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String pem(String kind, byte[] encoded) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----".formatted(kind,
                Base64.getMimeEncoder(64, new byte[]{'\n'}).encodeToString(encoded), kind);
    }
}
