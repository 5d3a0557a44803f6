// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shelver.classify.Pictures.UnreadableException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinkTest {
    private static final LinkRules BOTH = new LinkRules(Set.of(Scheme.HTTP, Scheme.HTTPS), AllowedHosts.ANY, Set.of(),
            List.of());

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', value = {
            "/my shoe.jpg ~ /my%20shoe.jpg",
            "/größe.jpg ~ /gr%C3%B6%C3%9Fe.jpg",
            "/gr%C3%B6%c3%9fe.jpg ~ /gr%C3%B6%c3%9fe.jpg",
            "/100%cotton.jpg ~ /100%cotton.jpg",
            "/a%2520b.jpg ~ /a%2520b.jpg",
            "/a+b.jpg?x=1+2 ~ /a+b.jpg?x=1+2",
            "/a.jpg?s=1|2&t[]=3 ~ /a.jpg?s=1|2&t[]=3",
            "/a.jpg?q=\"it's\" ~ /a.jpg?q=%22it%27s%22",
            "/{id}/a^b.jpg ~ /%7Bid%7D/a%5Eb.jpg",
            "/a.jpg?a=1&amp;b=2 ~ /a.jpg?a=1&amp;b=2",
            "/a.jpg?Signature=abc/def+ghi%3D&Expires=1 ~ /a.jpg?Signature=abc/def+ghi%3D&Expires=1",
            "/w_400,h_300/https://other.example/b.jpg ~ /w_400,h_300/https://other.example/b.jpg",
            "/proxy?url=https://other.example/b.jpg ~ /proxy?url=https://other.example/b.jpg",
            "//twice/a.jpg ~ //twice/a.jpg",
            "/a/../b/./c.jpg ~ /b/c.jpg",
            "/../../a.jpg ~ /a.jpg",
            "/a/%2e%2E/b/%2e/c.jpg ~ /b/c.jpg",
            "/cdn/w=100,https://other.example/x.jpg ~ /cdn/w=100,https://other.example/x.jpg",
            "/r?u=1;http://other.example/x ~ /r?u=1;http://other.example/x",
            "/a/.. ~ /",
            "/日本.jpg#part ~ /%E6%97%A5%E6%9C%AC.jpg",
            "?x=1 ~ /?x=1",
            "#part ~ /"})
    void pathAndQueryAreSentAsABrowserSendsThem(String rest, String target) throws Exception {
        assertThat(Link.parse("https://images.example" + rest, BOTH).target()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(strings = {" https://images.example/a", "https://images.example/a\n", "https://images.example/a\r\n",
            "\u00a0https://images.example/a\u00a0", "\ufeffhttps://images.example/a", "https://images.example/a\u200b",
            "\thttps://images.example/a\u3000", "HTTPS://Images.Example/a", "https://images.example:443/a",
            "https://images.example./a", "//images.example/a", "https://images.example:/a"})
    void whatSurroundsALinkAndHowItIsSpeltDoesNotMatter(String text) throws Exception {
        assertThat(Link.parse(text, BOTH)).isEqualTo(new Link(Scheme.HTTPS, "images.example", 443, "/a"));
    }

    @Test
    void aLinkWithoutSchemeToAHostTakesHttpWhereOnlyThatIsAllowed() throws Exception {
        LinkRules http = new LinkRules(Set.of(Scheme.HTTP), AllowedHosts.ANY, Set.of(), List.of());

        assertThat(Link.parse("//images.example/a", http).scheme()).isEqualTo(Scheme.HTTP);
    }

    @ParameterizedTest
    @CsvSource({"img_cdn.shop.example, img_cdn.shop.example", "_a.b_c.example, _a.b_c.example",
            "foo-.blog.example, foo-.blog.example", "-a.example, -a.example",
            "schön.example, xn--schn-7qa.example", "SCHÖN.example, xn--schn-7qa.example",
            "scho\u0308n.example, xn--schn-7qa.example", "xn--schn-7qa.example, xn--schn-7qa.example",
            "img.bücher.example, img.xn--bcher-kva.example", "例え.テスト, xn--r8jz45g.xn--zckzah",
            "xn--strae-oqa.example, xn--strae-oqa.example", "☕.example, xn--53h.example", "8.8.8.8, 8.8.8.8"})
    void aHostIsJudgedInAscii(String host, String ascii) throws Exception {
        Link link = Link.parse("https://" + host + "/", BOTH);

        assertThat(link.host()).isEqualTo(ascii);
        assertThat(HostName.asJudged(host.startsWith("xn--") ? java.net.IDN.toUnicode(host) : ascii)).isEqualTo(ascii);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
            "https://straße.example/ ~ has no clear form in ASCII; write it with xn--",
            "https://ς.example/ ~ has no clear form in ASCII",
            "https://ﬁ.example/ ~ has no clear form in ASCII",
            "https://a。example/ ~ has no clear form in ASCII",
            "https://\u212aelvin.example/ ~ has no clear form in ASCII",
            "https://so\u00adft.example/ ~ has no clear form in ASCII",
            "https://a..example/ ~ host is malformed",
            "https://a.example:80b/ ~ host is malformed",
            "https://a.example:8443/ ~ port is not allowed",
            "https://u:p@a.example/ ~ has a user, or lacks a host",
            "https:///a.jpg ~ has a user, or lacks a host",
            "https:a.example/a.jpg ~ it is not a link to a web server",
            "https:\\\\a.example\\a.jpg ~ holds a backslash; write / or %5C",
            "https://a.example/a\\b.jpg ~ holds a backslash",
            "https://a.example/a\u0000b.jpg ~ holds a control character",
            "a.example/a.jpg ~ has no scheme, such as https",
            "a.example:443/a.jpg ~ has no scheme, such as https",
            "/a.jpg ~ has no scheme, such as https",
            "a.jpg ~ has no scheme, such as https",
            "ftp://a.example/a.jpg ~ links of this scheme are not followed",
            "data:image/png;base64 ~ it is not a link to a web server",
            "https://a.example/a.jpg, https://a.example/b.jpg ~ more than one link; send one picture",
            "https://a.example/a.jpg|https://a.example/b.jpg ~ more than one link",
            "https://a.example/a.jpg;HTTP://a.example/b.jpg ~ more than one link",
            "https://a.example/a.jpg https://a.example/b.jpg ~ more than one link"})
    void aRefusalSaysWhatToDo(String text, String why) {
        assertThatThrownBy(() -> Link.parse(text, BOTH)).isInstanceOf(UnreadableException.class)
                .hasMessageStartingWith("the picture is not fetched: ").hasMessageContaining(why)
                .hasMessageNotContaining("a.jpg");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
            "/b c.jpg ~ /b%20c.jpg",
            "b.jpg ~ /dir/b.jpg",
            "../b.jpg ~ /b.jpg",
            "./b.jpg?x=1 ~ /dir/b.jpg?x=1",
            "?x=2 ~ /dir/a.jpg?x=2",
            "#part ~ /dir/a.jpg?q=1",
            "//images.example/b.jpg ~ /b.jpg",
            "https://images.example/b|c.jpg ~ /b|c.jpg",
            "/größe.jpg ~ /gr%C3%B6%C3%9Fe.jpg"})
    void aRedirectMayBeRelative(String location, String target) throws Exception {
        Link next = Link.parse("https://images.example/dir/a.jpg?q=1", BOTH).follow(asBytes(location), BOTH);

        assertThat(next).isEqualTo(new Link(Scheme.HTTPS, "images.example", 443, target));
    }

    @Test
    void aRedirectThatIsNotUtf8KeepsItsBytes() throws Exception {
        Link next = Link.parse("https://images.example/a.jpg", BOTH).follow("/gr\u00f6\u00dfe.jpg", BOTH);

        assertThat(next.target()).isEqualTo("/gr%F6%DFe.jpg");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', value = {
            "http://images.example/ ~ its host redirects from https to http",
            "ftp://images.example/ ~ its host redirects, and there links of this scheme are not followed",
            "https://u@images.example/ ~ its host redirects, and there the link has a user",
            "mailto:a ~ its host redirects, and there it is not a link to a web server"})
    void aRedirectIsJudgedLikeALink(String location, String why) throws Exception {
        Link link = Link.parse("https://images.example/a.jpg", BOTH);

        assertThatThrownBy(() -> link.follow(location, BOTH)).isInstanceOf(UnreadableException.class)
                .hasMessageContaining(why);
    }

    @Test
    void anEmptyRedirectLeadsNowhere() throws Exception {
        Link link = Link.parse("https://images.example/a.jpg", BOTH);

        assertThatThrownBy(() -> link.follow(" ", BOTH)).hasMessageContaining("without saying where to");
    }

    @Test
    void hostsAreAllowedInAnySpelling() throws Exception {
        LinkRules rules = new LinkRules(Set.of(Scheme.HTTPS), AllowedHosts.parse("*.schön.example, img_cdn.example"),
                Set.of(), List.of());

        assertThat(Link.parse("https://img.xn--schn-7qa.example/", rules).host())
                .isEqualTo("img.xn--schn-7qa.example");
        assertThat(Link.parse("https://img_cdn.example/", rules).host()).isEqualTo("img_cdn.example");
        assertThatThrownBy(() -> Link.parse("https://schon.example/", rules)).hasMessageContaining("not allowed");
    }

    private static String asBytes(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
