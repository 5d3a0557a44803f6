// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.evaluation;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;

/** A report on disk: {@code report.json} for programs, {@code report.md} and its plots for people. */
public final class ReportFolder {
    private static final JsonMapper JSON = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .enable(SerializationFeature.INDENT_OUTPUT).build();

    private final Path folder;

    public ReportFolder(Path folder) {
        this.folder = folder;
    }

    /** Creates the folder if it is missing, and overwrites an earlier report. */
    public void write(Report report) throws IOException {
        new ReportFiles("report", JSON.writeValueAsString(report), new MarkdownReport(report).text()).writeTo(folder);
        new ReportPlots(folder).draw(report);
    }
}
