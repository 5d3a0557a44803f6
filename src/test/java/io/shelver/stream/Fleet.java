// SPDX-License-Identifier: Apache-2.0
// Copyright the Shelver authors
package io.shelver.stream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Classifiers as processes of their own, and what starts them again when they stop. */
final class Fleet implements AutoCloseable {
    private final StreamSettings settings;
    private final Class<? extends ClassifierProcess.Models> models;
    private final boolean changeLog;
    private final Path errors;
    private final List<JavaProcess> processes = new ArrayList<>();

    Fleet(int size, StreamSettings settings, Class<? extends ClassifierProcess.Models> models, boolean changeLog,
            Path errors) throws IOException {
        this.settings = settings;
        this.models = models;
        this.changeLog = changeLog;
        this.errors = errors;
        for (int i = 0; i < size; i++) {
            processes.add(another());
        }
    }

    private JavaProcess another() throws IOException {
        return JavaProcess.start(ClassifierProcess.class, errors, settings.bootstrapServers(), models.getName(),
                String.valueOf(changeLog));
    }

    JavaProcess get(int victim) {
        return processes.get(victim % processes.size());
    }

    /** Starts another for each that has stopped, as an orchestrator would. */
    void revive() throws IOException {
        for (int i = 0; i < processes.size(); i++) {
            if (!processes.get(i).isAlive()) {
                processes.set(i, another());
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        for (JavaProcess process : processes) {
            process.kill();
        }
    }
}
