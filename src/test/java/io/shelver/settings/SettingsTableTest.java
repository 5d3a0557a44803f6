// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.settings;

import io.shelver.testing.GeneratedFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class SettingsTableTest {

    @Test
    void theDocumentListsEverySettingWithItsDefaultAndWhatIsLegal() throws Exception {
        String rows = Arrays.stream(Setting.values()).map(SettingsTableTest::row).collect(Collectors.joining("\n"));

        GeneratedFile.assertHolds(Path.of("src", "site", "markdown", "SETTINGS.md"), "settings", """
                | setting | default | legal | meaning |
                |---|---|---|---|
                %s
                """.formatted(rows));
    }

    private static String row(Setting setting) {
        String byDefault = setting.byDefault().isEmpty() ? "" : "`" + setting.byDefault() + "`";
        return "| `%s` | %s | %s | %s |".formatted(setting, byDefault, setting.legal(), setting.meaning());
    }
}
