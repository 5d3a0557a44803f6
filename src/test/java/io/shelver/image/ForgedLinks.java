// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Links that try to make a server fetch from where only it can (CWE-918): none of them may lead to a connection.
 *
 * @param kind
 *            what it tries
 */
record ForgedLinks(String kind, String link) {

    /** Names that {@link FakeResolver} knows, each for one attack. */
    private static final List<String> NAMES = List.of("localhost", "LOCALHOST", "localhost.", "loopback.test",
            "loopback6.test", "mapped.test", "nat64.test", "private.test", "metadata.test", "unspecified.test",
            "mixed.test",
            "mixed-reversed.test");

    /** Spellings of loopback, of what stands for it, and of networks that are nobody else's business. */
    private static final List<String> ADDRESSES = List.of("127.0.0.1", "127.0.0.3", "127.255.255.254", "127.1",
            "127.0.1",
            "2130706433", "017700000001", "0x7f000001", "0x7F.0.0.1", "0x7f.1", "0177.0.0.1", "0177.0.0.01",
            "127.0.0.1.", "127.000.000.001", "00127.0.0.1", "0x7f.0x0.0x0.0x1", "0177.0x0.0.1", "4294967297",
            "127.0.0.257",
            "127.0.0.1.0", "0.0.0.0", "0", "0x0", "00", "0.0.0.1", "10.0.0.1", "10.255.255.255", "100.64.0.1",
            "100.100.100.200", "168.63.129.16", "169.254.169.254", "2852039166", "0xa9fea9fe", "0251.0376.0251.0376",
            "169.254.43518", "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.168.0.1", "192.168.1", "3232235521",
            "198.18.0.1", "192.0.2.1", "203.0.113.7", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
            "[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[0000::0001]", "[::127.0.0.1]", "[::7f00:1]", "[::ffff:127.0.0.1]",
            "[::ffff:7f00:1]", "[::FFFF:0:0]", "[::ffff:169.254.169.254]", "[::ffff:0:127.0.0.1]",
            "[64:ff9b::127.0.0.1]",
            "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::]", "[2002:a9fe:a9fe::1]",
            "[2001:0:7f00:1::]", "[2001:db8::1]", "[3fff::1]", "[fe80::1]", "[fe80::1%25lo]", "[fe80::1%lo]",
            "[::1%251]",
            "[fec0::1]", "[fc00::1]", "[fd00:ec2::254]", "[ff02::1]", "[100::1]", "[::1", "::1", "[[::1]]",
            "[127.0.0.1]",
            "127%2e0%2e0%2e1", "%31%32%37.0.0.1", "127。0。0。1", "127.0.0.1", "①②⑦.⓪.⓪.①", "ⓛocalhost",
            "\u24dbocalh\u00f6st",
            "127.0.0.1\uff0fimages.test", "127.0.0.1\u2488", "\u217c\u217f\u2170\u212a.test", "loc\u00adalhost",
            "_.127.0.0.1", "127.0.0.1_", "_127.0.0.1", "loopback.test\u3002",
            "127.0.0.1\u200b", "\u200b127.0.0.1", "[::1]\u00a0", "loopback_.127.0.0.1", "1.0.0.127.in-addr.arpa_",
            "127.0.0.1%00.images.test", "127.0.0.1%0d%0aHost:%20images.test");

    private static final List<String> SCHEMES = List.of("file:///etc/passwd", "file://127.0.0.1/etc/passwd",
            "ftp://127.0.0.1/a.png", "gopher://127.0.0.1:%d/_GET%%20/", "jar:http://127.0.0.1:%d/a.jar!/a.png",
            "data:image/png;base64,iVBORw0KGgo=", "dict://127.0.0.1:%d/stats", "ldap://127.0.0.1:%d/a",
            "netdoc:///etc/passwd", "mailto:root@localhost", "javascript:alert(1)", "ws://127.0.0.1:%d/",
            "s3://bucket/key",
            "unix:///run/docker.sock", "tftp://127.0.0.1/a", "classpath:application.properties", "urn:127.0.0.1",
            "//127.0.0.1:%d/a.png", "127.0.0.1:%d/a.png", "/etc/passwd", "..\\..\\etc\\passwd", "http:",
            "http:///a.png",
            "http:127.0.0.1:%d/", "http:/127.0.0.1:%d/", "http:\\\\127.0.0.1:%d\\a.png", "ht\ttp://127.0.0.1:%d/",
            " http://127.0.0.1:%d/", "http ://127.0.0.1:%d/");

    /** Two readers would find two hosts in them; {@code IMAGES} is one that may be fetched from. */
    private static final List<String> TRICKS = List.of("http://IMAGES@127.0.0.1:%d/", "http://IMAGES:80@127.0.0.1:%d/",
            "http://user:secret@IMAGES:%d/", "http://@127.0.0.1:%d/", "http://127.0.0.1:%d\\@IMAGES/",
            "http://IMAGES\\@127.0.0.1:%d/", "http://127.0.0.1:%d#@IMAGES/", "http://127.0.0.1:%d?@IMAGES/",
            "http://IMAGES%%40127.0.0.1:%d/", "http://IMAGES%%23@127.0.0.1:%d/", "http://127.0.0.1:%d;IMAGES/",
            "http://127.0.0.1 IMAGES:%d/", "http://127.0.0.1\tIMAGES:%d/", "http://127.0.0.1:%d@IMAGES@127.0.0.1/",
            "http://127.0.0.1:%d,IMAGES/", "http://[::1]IMAGES:%d/", "http://IMAGES[::1]:%d/",
            "http://IMAGES\u0000:%d/",
            "//user@127.0.0.1:%d/", "\u00a0//127.0.0.1:%d/", "\ufeffhttp://127.0.0.1:%d/",
            "http://127.0.0.1:%d/\n", "http://IMAGES:%1$d,http://127.0.0.1:%1$d/", "http://127.0.0.1:%d/ä|[]{}",
            "http://IMAGES\r\nHost:127.0.0.1:%d/", "http://127.0.0.1:%d:80/", "http://IMAGES:+%d/",
            "http://127.0.0.1:0%d/", "http://IMAGES:99999/", "http://IMAGES:-1/", "http://IMAGES\u2044@127.0.0.1:%d/",
            "http://\u0069mages.test@127.0.0.1:%d/", "http://127.0.0.1\uff0f@IMAGES:%d/");

    /** Ports of services that answer any caller. */
    private static final List<Integer> PORTS = List.of(0, 1, 21, 22, 23, 25, 110, 143, 2375, 3306, 5432, 6379, 8080,
            9092,
            9200, 11211, 65_535);

    private static final List<Integer> STATUSES = List.of(301, 302, 303, 307, 308);

    /**
     * @param port
     *            where the trap waits
     * @param images
     *            a host that may be fetched from, and redirects wherever it is told
     */
    static List<ForgedLinks> of(int port, String images) {
        List<ForgedLinks> links = new ArrayList<>();
        ADDRESSES.forEach(
                address -> links.add(new ForgedLinks("address", "http://%s:%d/a.png".formatted(address, port))));
        NAMES.forEach(name -> links.add(new ForgedLinks("name", "http://%s:%d/a.png".formatted(name, port))));
        Stream.concat(SCHEMES.stream().map(each -> new ForgedLinks("scheme", each)),
                TRICKS.stream().map(each -> new ForgedLinks("host trick", each.replace("IMAGES", images))))
                .map(each -> new ForgedLinks(each.kind(), each.link().formatted(port))).forEach(links::add);
        PORTS.forEach(each -> links.add(new ForgedLinks("port", "http://%s:%d/a.png".formatted(images, each))));
        links.addAll(redirects(port, images));
        links.add(new ForgedLinks("length", "http://%s:%d/%s".formatted(images, port, "a".repeat(Link.MAX_LENGTH))));
        return links;
    }

    private static List<ForgedLinks> redirects(int port, String images) {
        Function<String, String> via = to -> "http://%s:%d/redirect/302?to=%s".formatted(images, port, encoded(to));
        String trap = "http://127.0.0.1:%d/a.png".formatted(port);
        Stream<String> targets = Stream.of("http://localhost:%d/", "http://[::1]:%d/", "http://0.0.0.0:%d/",
                "http://2130706433:%d/", "http://169.254.169.254/latest/meta-data/", "//127.0.0.1:%d/a.png",
                "http://IMAGES@127.0.0.1:%d/", "///127.0.0.1:%d/", "\\\\127.0.0.1:%d/", "http:127.0.0.1:%d",
                "file:///etc/passwd", "//[::1]:%d/a b", "http://127.0.0.1:%d/a|b[]",
                "//localhost:%d", "http://127.0.0.1:%d/%%", "#@127.0.0.1",
                "gopher://127.0.0.1:%d/", "data:image/png;base64,AAAA", "s3://bucket/key", "http://mixed.test:%d/",
                "http://IMAGES:6379/", "http://[::ffff:127.0.0.1]:%d/", " http://127.0.0.1:%d/",
                "http://127.0.0.1:%d/ä",
                "").map(target -> target.replace("IMAGES", images).formatted(port));
        return Stream.of(
                STATUSES.stream().map(status -> "http://%s:%d/redirect/%d?to=%s".formatted(images, port, status,
                        encoded(trap))),
                targets.map(via),
                Stream.of(via.apply(via.apply(trap)), via.apply(via.apply(via.apply(trap))),
                        "http://%s:%d/loop".formatted(images, port), "http://%s:%d/nowhere".formatted(images, port)))
                .flatMap(Function.identity()).map(link -> new ForgedLinks("redirect", link)).toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
