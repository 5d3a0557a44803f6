// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.http;

import io.javalin.http.Context;
import io.shelver.catalog.Sha256;
import java.util.Base64;

/** The HTML pages for people. They have one inline style, no script, and load nothing from other servers. */
final class Page {
    private static final String STYLE = """
            :root{color-scheme:light dark;--ink:#1d2733;--soft:#5c6b7a;--paper:#fff;--line:#8fa0b2;--topic:#e3f1e6;\
            --source:#e4ecf9;--processor:#fdf0d9;--sink:#f3e6f5;--store:#f6f6f4}
            @media(prefers-color-scheme:dark){:root{--ink:#e6ebf0;--soft:#9fb0c0;--paper:#161b21;--line:#6d7f91;--topic:#1e3a26;\
            --source:#1f2f4a;--processor:#47361a;--sink:#3b2440;--store:#23282e}}
            body{margin:2rem auto;max-width:80rem;padding:0 1.5rem;font:16px/1.5 system-ui,sans-serif;color:var(--ink);\
            background:var(--paper)}
            h1{font-size:1.6rem;margin:0 0 .2em}p{color:var(--soft)}a{color:inherit}
            table{border-collapse:collapse}td{padding:.3em 1.5em .3em 0;vertical-align:top}
            code,pre,text{font-family:ui-monospace,"DejaVu Sans Mono",Menlo,Consolas,monospace}
            pre{padding:1rem;overflow:auto;border:1px solid var(--line);border-radius:6px;font-size:13px}
            svg{width:100%;min-width:56rem;height:auto;margin:1.5rem 0}
            text{text-anchor:middle;fill:var(--ink);font-size:13px}.kind{fill:var(--soft);font-size:10px}.stores{font-size:12px}
            rect,.store{stroke:var(--line);stroke-width:1.2}.topic{fill:var(--topic)}.source{fill:var(--source)}
            .processor{fill:var(--processor)}.sink{fill:var(--sink)}.store{fill:var(--store)}
            .line{fill:none;stroke:var(--line);stroke-width:1.6}.tip{fill:var(--line)}
            """;
    private static final String POLICY = SecurityHeaders.policyWithStyle(sha256(STYLE));

    private Page() {
    }

    static void show(Context context, String title, String body) {
        context.header(SecurityHeaders.POLICY, POLICY).html("""
                <!doctype html><html lang="en"><head><meta charset="utf-8">\
                <meta name="viewport" content="width=device-width"><title>%s</title><style>%s</style></head><body>
                <h1>%s</h1>
                %s
                </body></html>
                """.formatted(title, STYLE, title, body));
    }

    static void index(Context context) {
        show(context, "Shelver",
                """
                        <p>Puts every new listing on the right shelf while it streams past.</p>
                        <table>
                        <tr><td><a href="/product/categoryPrediction?name=red+leather+boots"><code>/product/categoryPrediction</code></a></td>
                        <td>what the stream would decide about a listing of <code>name</code>, <code>description</code> and a picture</td></tr>
                        <tr><td><a href="/topology"><code>/topology</code></a></td><td>the flow, drawn</td></tr>
                        <tr><td><a href="/bundle"><code>/bundle</code></a></td><td>which models decide, and how good they are</td></tr>
                        <tr><td><a href="/health/ready"><code>/health/ready</code></a>, <a href="/health/live"><code>/health/live</code></a></td>
                        <td>whether to send it work; whether to restart it</td></tr>
                        <tr><td><a href="/metrics"><code>/metrics</code></a></td><td>the meters, for Prometheus</td></tr>
                        <tr><td><a href="/openapi.json"><code>/openapi.json</code></a></td><td>the description of these paths, for programs</td></tr>
                        </table>""");
    }

    static void topology(Context context, String description) {
        show(context, "Topology", """
                <p>What Kafka Streams runs here; <a href="/topology?format=text">as text</a>.</p>
                %s
                <pre>%s</pre>""".formatted(TopologyDrawing.of(description), escaped(description)));
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\"", "&quot;");
    }

    private static String sha256(String style) {
        return Base64.getEncoder().encodeToString(Sha256.bytes(style));
    }
}
