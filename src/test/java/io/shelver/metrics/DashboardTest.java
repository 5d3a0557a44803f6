// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.shelver.testing.GeneratedFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class DashboardTest {
    private static final Path FILE = Path.of("helm", "shelver", "files", "dashboard.json");
    private static final ObjectMapper JSON = new ObjectMapper();
    /** The schema version of Grafana 12. A newer Grafana migrates it. */
    private static final int SCHEMA_VERSION = 41;
    private static final int COLUMNS = 24;
    private static final int PANEL_HEIGHT = 8;

    private int id;
    private int top;

    @Test
    void theDashboardHoldsEveryPanel() throws Exception {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));
        printer.indentObjectsWith(DefaultIndenter.SYSTEM_LINEFEED_INSTANCE.withLinefeed("\n"));

        GeneratedFile.assertHolds(FILE, JSON.writer(printer).writeValueAsString(dashboard()) + "\n");
    }

    @Test
    void everyMeterIsOnAPanelOrInAnAlert() {
        Set<String> shown = Dashboard.queries().flatMap(query -> Queries.meters(query.expression()).stream())
                .map(DashboardTest::withoutSuffix).collect(Collectors.toSet());

        assertThat(Arrays.stream(Measure.values()).map(Measure::prometheus).toList())
                .allSatisfy(name -> assertThat(shown).contains(withoutSuffix(name)));
    }

    @Test
    void panelsNameNoOtherMetersOfShelverThanThoseDefined() {
        Set<String> defined = Arrays.stream(Measure.values()).map(measure -> withoutSuffix(measure.prometheus()))
                .collect(Collectors.toSet());

        assertThat(Dashboard.queries()).allSatisfy(query -> assertThat(Queries.meters(query.expression()))
                .filteredOn(name -> name.startsWith("shelver_"))
                .allSatisfy(name -> assertThat(defined).contains(withoutSuffix(name))));
    }

    private static String withoutSuffix(String name) {
        return name.replaceAll("_(bucket|count|sum|max)$", "");
    }

    private ObjectNode dashboard() {
        ObjectNode dashboard = JSON.createObjectNode();
        dashboard.put("uid", "shelver").put("title", "Shelver").put("schemaVersion", SCHEMA_VERSION).put("version", 1)
                .put("editable", true).put("refresh", "30s").put("timezone", "browser").put("graphTooltip", 1);
        dashboard.putArray("tags").add("shelver");
        dashboard.putObject("time").put("from", "now-1h").put("to", "now");
        ArrayNode variables = dashboard.putObject("templating").putArray("list");
        variables.addObject().put("name", "datasource").put("label", "Data source").put("type", "datasource")
                .put("query", "prometheus").put("refresh", 1);
        String jobs = "label_values(%s, job)".formatted(Measure.BUNDLE.prometheus());
        ObjectNode job = variables.addObject().put("name", "job").put("label", "Job").put("type", "query")
                .put("definition", jobs).put("refresh", 2).put("multi", true).put("includeAll", true)
                .put("allValue", ".*");
        job.set("datasource", source());
        job.putObject("query").put("query", jobs).put("refId", "jobs");
        job.putObject("current").put("text", "All").put("value", "$__all");
        ArrayNode panels = dashboard.putArray("panels");
        Dashboard.rows().forEach((title, row) -> add(panels, title, row));
        return dashboard;
    }

    private void add(ArrayNode panels, String title, List<Panel> row) {
        ObjectNode heading = panels.addObject().put("id", ++id).put("type", "row").put("title", title)
                .put("collapsed", false);
        position(heading, COLUMNS, 1, 0, top++);
        heading.putArray("panels");
        int left = 0;
        for (Panel panel : row) {
            int width = panel.kind() == Panel.Kind.STAT ? 4 : row.size() == 1 ? COLUMNS : 8;
            if (left + width > COLUMNS) {
                left = 0;
                top += PANEL_HEIGHT;
            }
            position(add(panels, panel), width, PANEL_HEIGHT, left, top);
            left += width;
        }
        top += PANEL_HEIGHT;
    }

    private static void position(ObjectNode panel, int width, int height, int left, int top) {
        panel.putObject("gridPos").put("h", height).put("w", width).put("x", left).put("y", top);
    }

    private ObjectNode add(ArrayNode panels, Panel panel) {
        ObjectNode json = panels.addObject().put("id", ++id)
                .put("type", panel.kind().name().toLowerCase(Locale.ROOT)).put("title", panel.title())
                .put("description", panel.description());
        json.set("datasource", source());
        ObjectNode field = json.putObject("fieldConfig");
        field.putObject("defaults").put("unit", panel.unit());
        field.putArray("overrides");
        ArrayNode targets = json.putArray("targets");
        char name = 'A';
        for (Panel.Query query : panel.queries()) {
            ObjectNode target = targets.addObject().put("refId", String.valueOf(name++))
                    .put("expr", query.expression()).put("editorMode", "code");
            target.set("datasource", source());
            switch (panel.kind()) {
                case TIMESERIES -> target.put("range", true).put("legendFormat", query.legend());
                case STAT -> target.put("instant", true);
                case TABLE -> target.put("instant", true).put("format", "table");
            }
        }
        return json;
    }

    private static ObjectNode source() {
        return JSON.createObjectNode().put("type", "prometheus").put("uid", "${datasource}");
    }
}
