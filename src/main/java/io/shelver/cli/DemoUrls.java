// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.cli;

import io.shelver.http.HttpSettings;
import java.io.PrintWriter;

/** Prints requests that a user can try on the demo. */
final class DemoUrls {
    private DemoUrls() {
    }

    static void print(PrintWriter out, String url, HttpSettings settings) {
        String curl = settings.tokens().areAsked() ? "  curl -s -H \"Authorization: Bearer $TOKEN\" " : "  curl -s ";
        String prediction = url + "/product/categoryPrediction";
        out.println();
        out.printf("Serving HTTP at %s until Ctrl-C. A page for your browser: %s/topology%n", url, url);
        out.printf("%s'%s?name=red+leather+boots'%n", curl, prediction);
        out.printf("%s-F name='Men black sandals' -F image=@src/main/resources/samples/images/sample-002.jpg %s%n",
                curl,
                prediction);
        out.printf("  curl -s %s/health/ready%n", url);
        out.printf("  curl -s %s/metrics%n", url);
        out.printf("%s%s/bundle%n", curl, url);
        out.flush();
    }
}
